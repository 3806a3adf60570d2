package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget.Interaction;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sends every request to forget many times at once, as clients do whose calls time out: each must
 * take effect once, and the parameters must end bit-equal to those of a twin to which each was sent
 * once. Request after request, because which ones share a batch changes the bits.
 */
final class DuplicateRun {

  private static final String MODEL = "ratings";
  private static final SyntheticCsv RATINGS = new SyntheticCsv(2000, 400, 30);
  private static final Duration END_MAX = Duration.ofMinutes(2);
  private static final int PROGRESS_EVERY = 100;
  private static final Map<String, String> SETTINGS = Map.of(
      "LETHE_UNLEARNING_PENDING_CALLS_MAX", "1000", "LETHE_SERVING_CONNECTION_CALLS_MAX", "1000");

  private final Path launcher;
  private final Path data;
  private final int keys;
  private final int duplicates;

  DuplicateRun(Path launcher, Path data, int keys, int duplicates) {
    this.launcher = launcher;
    this.data = data;
    this.keys = keys;
    this.duplicates = duplicates;
  }

  void run() throws IOException, InterruptedException {
    train();
    Path twin = data.resolveSibling(data.getFileName() + "-single");
    ServerProcess.copy(data, twin);
    List<ErasureRequest> requests = requests();
    Sent single = sent(twin, requests, 1);
    Sent many = sent(data, requests, duplicates);
    KillCycles digests = new KillCycles(launcher, MODEL, 1);
    boolean equal = digests.parameters(twin).equals(digests.parameters(data));
    Console.line("each sent once:      %s", single);
    Console.line("each sent %d times: %s", duplicates, many);
    Console.line("parameters %s", equal ? "bit-equal" : "DIFFER");
    if (!equal || many.effects() != keys || many.names() != keys || single.effects() != keys) {
      throw new IllegalStateException("duplicates had effects of their own");
    }
  }

  /** Pairs, users and an item now and then, none twice. */
  private List<ErasureRequest> requests() {
    List<ErasureRequest> requests = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      String user = SyntheticCsv.user(k);
      requests
          .add(
              k % 4 == 0
                  ? ErasureRequest.ofUser(MODEL, user)
                  : ErasureRequest.ofInteractions(
                      MODEL,
                      List.of(new Interaction(user, SyntheticCsv.item(RATINGS.itemOf(k, 3))))));
    }
    return requests;
  }

  private void train() throws IOException, InterruptedException {
    Path csv = data.resolveSibling("duplicates.csv");
    RATINGS.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    try (ServerProcess server = ServerProcess.start(launcher, data, SETTINGS);
        LetheClient client = server.client()) {
      client
          .train(TrainingRequest.of(MODEL, "mf").with(Map.of("factors", "16", "epochs-max", "10")))
          .await(progress -> {}, END_MAX);
      server.stop();
    }
  }

  /**
   * What came of it.
   *
   * @param calls answered
   * @param names different erasures that the answers named
   * @param effects erasures that the server holds, each completed
   */
  private record Sent(long calls, int names, long effects, long position, Duration took) {

    @Override
    public String toString() {
      return "%d calls, %d erasures named, %d completed, erasure position %d, %d s"
          .formatted(calls, names, effects, position, took.toSeconds());
    }
  }

  private Sent sent(Path folder, List<ErasureRequest> requests, int times)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Set<String> names = new HashSet<>();
    long calls = 0;
    try (ServerProcess server = ServerProcess.start(launcher, folder, SETTINGS);
        LetheClient client = server.client();
        ExecutorService callers = Executors.newFixedThreadPool(times)) {
      for (ErasureRequest request : requests) {
        List<ErasureHandle> answers = atOnce(client, callers, request, times);
        answers.forEach(answer -> names.add(answer.name()));
        calls += answers.size();
        answers.getFirst().await(state -> {}, END_MAX);
        if (names.size() % PROGRESS_EVERY == 0) {
          Console.line("%d keys, %d calls", names.size(), calls);
        }
      }
      long effects;
      try (Stream<Erasure> all = client.erasures()) {
        effects = all.filter(erasure -> erasure.state() == Erasure.State.COMPLETED).count();
      }
      long position = client.recommend(MODEL, SyntheticCsv.user(keys), 1).erasurePosition();
      server.stop();
      return new Sent(
          calls, names.size(), effects, position, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static List<ErasureHandle> atOnce(
      LetheClient client, ExecutorService callers, ErasureRequest request, int times)
      throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(times);
    List<Future<ErasureHandle>> calls = new ArrayList<>();
    for (int k = 0; k < times; k++) {
      calls.add(callers.submit(() -> {
        ready.countDown();
        ready.await();
        return client.unlearn(request);
      }));
    }
    List<ErasureHandle> answers = new ArrayList<>();
    for (Future<ErasureHandle> call : calls) {
      try {
        answers.add(call.get());
      } catch (ExecutionException failed) {
        throw new IllegalStateException("a duplicate was refused", failed);
      }
    }
    return answers;
  }
}
