package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Many times more recommendations than the server can answer, from this process, which shares the
 * machine with the server. Nothing is cached and the catalogue is large, so that a call is work and
 * the machine can send ten times what the server can do. Erasures go on meanwhile.
 */
final class OverloadRun {

  private static final String MODEL = "catalogue";
  private static final int CONNECTIONS = 8;
  private static final int SATURATION = 24;
  private static final int ERASED_USERS = 500;
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration ERASURE_PAUSE = Duration.ofSeconds(1);
  private static final Duration ERASURE_MAX = Duration.ofMinutes(5);
  private static final Duration TRAINING_MAX = Duration.ofMinutes(10);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final double[] MULTIPLES = {1, 2, 10};
  private static final double GOODPUT_MIN = 0.8;
  private static final double SHED_MILLIS_MAX = 10;

  private final Path launcher;
  private final Path data;
  private final Duration duration;
  private final SyntheticCsv ratings;

  /**
   * A run.
   *
   * @param duration of each load
   * @param items of the catalogue
   */
  OverloadRun(Path launcher, Path data, Duration duration, int items) {
    this.launcher = launcher;
    this.data = data;
    this.duration = duration;
    this.ratings = new SyntheticCsv(Math.max(2000, items / 20), items, 20);
  }

  void run() throws IOException, InterruptedException {
    Path csv = data.resolveSibling("catalogue.csv");
    ratings.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    Map<String, String> settings = Map.of("LETHE_CACHE_ITEMS_MAX", "0");
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        LetheClient client = server.client()) {
      client.train(TrainingRequest.of(MODEL, "mf").with(Map.of("factors", "48", "epochs-max", "1")))
          .await(progress -> {}, TRAINING_MAX);
      List<ManagedChannel> channels = new ArrayList<>();
      for (int k = 0; k < CONNECTIONS; k++) {
        channels.add(server.channel());
      }
      List<String> asking = ratings.userIds().subList(ERASED_USERS, ratings.users());
      OpenLoad load = new OpenLoad(channels, MODEL, asking, DEADLINE);
      measure(load, server, client);
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private void measure(OpenLoad load, ServerProcess server, LetheClient client)
      throws IOException, InterruptedException {
    int enough = 2_000_000;
    OpenLoad.Result warm = load.saturating(SATURATION, duration, enough);
    Console.line("warming up: %.0f calls/s", warm.goodput());
    // Erasures take their share of the machine in every load, so that the loads can be compared.
    Erasing beside = new Erasing(client, ratings.userIds().subList(0, ERASED_USERS));
    CompletableFuture<Void> besides = CompletableFuture.runAsync(beside);
    OpenLoad.Result best = load.saturating(SATURATION, duration, enough);
    beside.stop.set(true);
    besides.join();
    double capacity = best.goodput();
    Console.line(
        "capacity: %.0f calls/s with %d under way   served %s", capacity, SATURATION,
        best.served());
    beside.report();
    double heap = server.heapMegabytes();
    double peak = capacity;
    int erased = beside.asked;
    for (double multiple : MULTIPLES) {
      TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
      Erasing erasing = new Erasing(client, ratings.userIds().subList(erased, ERASED_USERS));
      CompletableFuture<Void> erasures = CompletableFuture.runAsync(erasing);
      OpenLoad.Result result = load.steady(capacity * multiple, duration);
      erasing.stop.set(true);
      erasures.join();
      erased += erasing.asked;
      peak = Math.max(peak, result.goodput());
      report(multiple, result, peak);
      erasing.report();
    }
    Console.line(
        "heap after a full collection: %.1f MB before the loads, %.1f MB after", heap,
        server.heapMegabytes());
  }

  private static void report(double multiple, OpenLoad.Result result, double peak) {
    double share = result.goodput() / peak;
    double shedMillis = result.shed().millis(.99);
    Console.line(
        "%.0fx  %.1f s   goodput %.0f/s, %.0f %% of peak (%s)   %d late, %d failed   "
            + "the sender was behind by %.1f ms at most",
        multiple, result.seconds(), result.goodput(), 100 * share,
        share >= GOODPUT_MIN ? "met" : "NOT MET", result.late(), result.failed(),
        result.behindMillis());
    Console.line("     served  %s", result.served());
    Console.line(
        "     shed    %s (%s)", result.shed(), shedMillis < SHED_MILLIS_MAX ? "met" : "NOT MET");
  }

  /** Asks for one erasure after another, whatever happens to them, and waits for all at the end. */
  private static final class Erasing implements Runnable {

    private final LetheClient client;
    private final List<String> users;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<ErasureHandle> accepted = new ArrayList<>();
    private int asked;
    private int refused;

    Erasing(LetheClient client, List<String> users) {
      this.client = client;
      this.users = users;
    }

    @Override
    public void run() {
      while (!stop.get() && asked < users.size()) {
        try {
          accepted.add(client.unlearn(ErasureRequest.ofUser(MODEL, users.get(asked++))));
          TimeUnit.NANOSECONDS.sleep(ERASURE_PAUSE.toNanos());
        } catch (LetheException notTaken) {
          refused++;
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    void report() {
      long begin = System.nanoTime();
      int completed = 0;
      for (ErasureHandle handle : accepted) {
        Erasure erasure = handle.await(progress -> {}, ERASURE_MAX);
        completed += erasure.state() == Erasure.State.COMPLETED ? 1 : 0;
      }
      Console.line(
          "     erasures: %d accepted, %d refused, %d completed, the last %.1f s after the load",
          accepted.size(), refused, completed, (System.nanoTime() - begin) / 1e9);
    }
  }
}
