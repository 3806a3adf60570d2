package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.figures.Console;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
    PacedErasures beside = erasures(client, 0);
    CompletableFuture<Void> besides = CompletableFuture.runAsync(beside);
    OpenLoad.Result best = load.saturating(SATURATION, duration, enough);
    beside.stop();
    besides.join();
    double capacity = best.goodput();
    Console.line(
        "capacity: %.0f calls/s with %d under way   served %s", capacity, SATURATION,
        best.served());
    report(beside.ended());
    double heap = server.heapMegabytes();
    double peak = capacity;
    int erased = beside.asked();
    for (double multiple : MULTIPLES) {
      TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
      PacedErasures erasing = erasures(client, erased);
      CompletableFuture<Void> erasures = CompletableFuture.runAsync(erasing);
      OpenLoad.Result result = load.steady(capacity * multiple, duration);
      erasing.stop();
      erasures.join();
      erased += erasing.asked();
      peak = Math.max(peak, result.goodput());
      report(multiple, result, peak);
      report(erasing.ended());
    }
    Console.line(
        "heap after a full collection: %.1f MB before the loads, %.1f MB after", heap,
        server.heapMegabytes());
  }

  private PacedErasures erasures(LetheClient client, int erased) {
    return new PacedErasures(
        client, MODEL, ratings.userIds().subList(erased, ERASED_USERS), ERASURE_PAUSE);
  }

  private static void report(PacedErasures.Ended ended) {
    Console.line(
        "     erasures: %d accepted, %d refused, %d completed, the last %.1f s after the load",
        ended.accepted(), ended.refused(), ended.completed(), ended.secondsAfter());
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
}
