package io.lethe.benchmarks.beside;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.load.GrpcCalls;
import io.lethe.benchmarks.load.OpenLoad;
import io.lethe.benchmarks.load.PacedErasures;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.client.LetheClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Recommend at half of what the server can do, open loop, while none, one and ten users a second are
 * erased: what those who are served feel of it. A process's first erasures are in the first round.
 */
final class ServingPart {

  private static final List<Integer> RATES = List.of(0, 1, 10);
  private static final int CONNECTIONS = 8;
  private static final int UNDER_WAY = 64;
  private static final int CALLS_MAX = 1_000_000;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration WARMING_MAX = Duration.ofSeconds(40);

  /** Of one measurement: enough erasures at one a second. */
  private static final double LONGER = 4;

  private final Setting setting;

  ServingPart(Setting setting) {
    this.setting = setting;
  }

  void run() throws IOException, InterruptedException {
    for (int items : setting.options().items()) {
      Catalogue catalogue = setting.catalogues().of(items);
      try (
          ServerProcess server = ServerProcess.start(setting.launcher(), catalogue.copy("serving"));
          LetheClient client = server.client()) {
        List<ManagedChannel> channels = Stream.generate(server::channel)
            .limit(CONNECTIONS)
            .toList();
        try {
          measure(catalogue, server, client, channels);
        } finally {
          channels.forEach(ManagedChannel::shutdownNow);
        }
      }
    }
  }

  private void measure(
      Catalogue catalogue, ServerProcess server, LetheClient client, List<ManagedChannel> channels)
      throws IOException, InterruptedException {
    Duration duration = Duration.ofNanos((long) (LONGER * setting.options().seconds() * 1e9));
    int measured = RATES.size() * setting.options().rounds() * (1 + setting.options().repeats());
    int erased = (int) Math.min(
        catalogue.users().size() / 2, measured * (1L + duration.toSeconds()) * RATES.getLast());
    UsersInTurn erasing = new UsersInTurn(catalogue.users().subList(0, erased));
    OpenLoad load = new OpenLoad(
        GrpcCalls.recommend(
            channels, Catalogues.MODEL, catalogue.users().subList(erased, catalogue.users().size()),
            DEADLINE));
    var _ = load.saturating(UNDER_WAY, WARMING_MAX, setting.options().warming());
    double capacity = load.saturating(UNDER_WAY, duration, CALLS_MAX).goodput();
    Console.line("%.0f calls a second with %d under way", capacity, UNDER_WAY);
    List<Piece> pieces = RATES.stream()
        .map(
            rate -> new Piece(
                name(rate),
                () -> beside(load, capacity / 2, rate, duration, server, client, erasing)))
        .toList();
    report(catalogue, capacity, setting.rounds().of(pieces));
  }

  private static String name(int rate) {
    return "%d erasures a second".formatted(rate);
  }

  private static Map<String, Double> beside(
      OpenLoad load, double callsPerSecond, int rate, Duration duration, ServerProcess server,
      LetheClient client, UsersInTurn erasing) throws IOException {
    int users = (int) (rate * duration.toNanos() / 1_000_000_000);
    PacedErasures erasures = new PacedErasures(
        client, Catalogues.MODEL, erasing.next(users),
        Duration.ofNanos(1_000_000_000L / Math.max(1, rate)));
    ProcessUse before = ProcessUse.of(server.pid());
    CompletableFuture<Void> besides = CompletableFuture.runAsync(erasures);
    OpenLoad.Result result = load.steady(callsPerSecond, duration);
    double micros = ProcessUse.of(server.pid()).since(before).processor().toNanos() / 1e3;
    erasures.stop();
    besides.join();
    PacedErasures.Ended ended = erasures.ended();
    OpenLoad.Answers served = result.served();
    return new TreeMap<>(
        Map.of(
            "p50", served.millis(.5), "p99", served.millis(.99), "cpu", micros / served.count(),
            "lost", (double) result.shed().count() + result.late() + result.failed(), "erased",
            (double) ended.completed(), "refused", (double) ended.refused()));
  }

  private void report(Catalogue catalogue, double capacity, Rounds.Results results) {
    setting.page().section("Recommend at half of capacity beside erasures, " + catalogue.title());
    List<Double> goals = List.of(1.2, 1.5);
    for (int k = 1; k < RATES.size(); k++) {
      int rate = RATES.get(k);
      setting.page()
          .row(
              name(rate) + ": p99, ms", results.figure(name(rate), "p99"), name(0),
              results.figure(name(0), "p99"), new Goal.AtMost(goals.get(k - 1)));
      setting.page()
          .row(
              name(rate) + ": the server's us a call", results.figure(name(rate), "cpu"), name(0),
              results.figure(name(0), "cpu"), new Goal.None());
    }
    double lost = RATES.stream().mapToDouble(rate -> sum(results, rate, "lost")).sum();
    setting.page().row("calls failed, late or shed", Figure.of(lost), new Goal.AtMost(0));
    setting.page()
        .note(
            "%.0f calls a second; %.0f users erased, %.0f requests refused.".formatted(
                capacity / 2,
                RATES.stream().mapToDouble(rate -> sum(results, rate, "erased")).sum(),
                RATES.stream().mapToDouble(rate -> sum(results, rate, "refused")).sum()));
  }

  private static double sum(Rounds.Results results, int rate, String name) {
    List<Double> values = results.figure(name(rate), name).values();
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }
}
