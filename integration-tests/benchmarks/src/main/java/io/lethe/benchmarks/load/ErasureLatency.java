package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.UnlearningMethod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * From an accepted erasure of one user to the version without it being live, one request after
 * another: by the server's own times (accepted to live) and by the caller's clock (from the call to
 * what it is told, receipt included).
 */
public final class ErasureLatency {

  private final ServerProcess server;
  private final LetheClient client;
  private final String model;

  /** Of a model's users. */
  public ErasureLatency(ServerProcess server, LetheClient client, String model) {
    this.server = server;
    this.client = client;
    this.model = model;
  }

  /**
   * When the caller saw what, in nanoseconds since it sent the request.
   *
   * @param contained the request was acknowledged: no answer has the user any more
   * @param live a version without the user answers
   * @param completed the receipt was there
   */
  public record Seen(long contained, long live, long completed) {}

  /**
   * What became of users that were erased one after another.
   *
   * @param erasures at least one
   * @param use of the server meanwhile
   */
  public record Erased(List<Erasure> erasures, List<Seen> seen, ProcessUse use) {

    /** From the call until no answer has them, by the caller's clock. */
    public Latencies contained() {
      return latencies(seen.stream().mapToLong(Seen::contained));
    }

    /** From the call until a version without them answers, by the caller's clock. */
    public Latencies live() {
      return latencies(seen.stream().mapToLong(Seen::live));
    }

    /** From the call to the receipt, by the caller's clock. */
    public Latencies completed() {
      return latencies(seen.stream().mapToLong(Seen::completed));
    }

    /** From acceptance until a version without them answers, by the server's clock. */
    public Latencies acceptedToLive() {
      return latencies(
          erasures.stream().mapToLong(erasure -> ErasureLatency.acceptedToLive(erasure).toNanos()));
    }

    /** From then until their interactions are gone. */
    public Latencies liveToPurged() {
      return latencies(
          erasures.stream()
              .map(Erasure::times)
              .mapToLong(
                  times -> Duration
                      .between(times.unlearned().orElseThrow(), times.purged().orElseThrow())
                      .toNanos()));
    }

    /** Where the server spent the time, in the order in which it did. */
    public Map<String, Latencies> phases() {
      Map<String, Latencies> phases = new LinkedHashMap<>();
      for (Erasure erasure : erasures) {
        for (Erasure.Phase phase : erasure.phases()) {
          phases.merge(
              phase.name(), latencies(LongStream.of(phase.duration().toNanos())), Latencies::and);
        }
      }
      return phases;
    }

    private static Latencies latencies(LongStream nanos) {
      return new Latencies(nanos.toArray());
    }
  }

  /** Erases users, each when the one before is completed. */
  public Erased erase(List<String> users) throws IOException {
    return erase(
        users.stream()
            .map(user -> ErasureRequest.ofUser(model, user))
            .toArray(ErasureRequest[]::new));
  }

  /** Carries out requests, each when the one before is completed. */
  public Erased erase(ErasureRequest... requests) throws IOException {
    ProcessUse begin = ProcessUse.of(server.pid());
    List<Erasure> erasures = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    for (ErasureRequest request : requests) {
      erase(request, erasures, seen);
    }
    return new Erased(erasures, seen, ProcessUse.of(server.pid()).since(begin));
  }

  private void erase(ErasureRequest request, List<Erasure> erasures, List<Seen> seen) {
    long sent = System.nanoTime();
    ErasureHandle handle = client.unlearn(request);
    long contained = System.nanoTime() - sent;
    long[] live = new long[1];
    Erasure ended = handle.await(now -> {
      if (live[0] == 0 && (now.state() == Erasure.State.LIVE || now.state().isTerminal())) {
        live[0] = System.nanoTime() - sent;
      }
    });
    seen.add(new Seen(contained, live[0], System.nanoTime() - sent));
    erasures.add(ended);
  }

  /** Erases users, prints what became of all but the first ones. */
  void run(List<String> users, int warmup) throws IOException {
    var _ = erase(users.subList(0, warmup));
    Erased erased = erase(users.subList(warmup, users.size()));
    Console.line(
        "one user erased at a time, %.0f interactions each on average (%d warm-up)",
        erased.erasures()
            .stream()
            .mapToLong(erasure -> erasure.counts().interactions())
            .average()
            .orElseThrow(),
        warmup);
    Console.line("accepted to live     %s", erased.acceptedToLive());
    Console.line("live to purged       %s", erased.liveToPurged());
    Console.line("sent to completed    %s", erased.completed());
    erased.phases().forEach((name, each) -> Console.line("  %-18s %s", name, each));
    Console.line("the server, each     %s", erased.use().over(users.size() - warmup));
  }

  /** The same by retraining: what the updates are compared with. */
  void retrain(List<String> users) {
    List<Long> live = new ArrayList<>();
    for (String user : users) {
      ErasureRequest request = ErasureRequest.ofUser(model, user).by(UnlearningMethod.RETRAIN);
      live.add(acceptedToLive(client.unlearn(request).await(state -> {})).toNanos());
    }
    Console.line("by retraining        %s", latencies(live));
  }

  /** From acceptance until the version without what was asked for answers. */
  public static Duration acceptedToLive(Erasure erasure) {
    Instant live = erasure.times().unlearned().orElseThrow();
    return Duration.between(erasure.times().received(), live);
  }

  private static Latencies latencies(List<Long> nanos) {
    return new Latencies(nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
