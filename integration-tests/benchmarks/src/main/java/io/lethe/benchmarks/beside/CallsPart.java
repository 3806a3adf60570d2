package io.lethe.benchmarks.beside;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.load.GrpcCalls;
import io.lethe.benchmarks.load.OpenLoad;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.process.ProcessUse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Recommend over gRPC, from the cache and without one, beside an empty call to the same server and
 * beside {@code implicit} behind FastAPI; so many calls under way at all times.
 */
final class CallsPart {

  private static final List<Integer> CALLERS = List.of(1, 8, 64);
  private static final int CONNECTIONS = 8;
  private static final int CALLS_MAX = 1_000_000;
  private static final int CACHED_USERS = 2_000;
  private static final int SMALL_ITEMS = 10_000;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration WARMING_MAX = Duration.ofSeconds(40);
  private static final int PEER_WARMING = 2_000;

  private final Setting setting;

  CallsPart(Setting setting) {
    this.setting = setting;
  }

  /** What is called, and the process that answers. */
  private record Target(String name, OpenLoad.Calls calls, long pid) {

    String name(int callers) {
      return "%s, %d callers".formatted(name, callers);
    }

    Map<String, Double> take(int callers, Duration duration) throws IOException {
      ProcessUse before = ProcessUse.of(pid);
      OpenLoad.Result result = new OpenLoad(calls).saturating(callers, duration, CALLS_MAX);
      double micros = ProcessUse.of(pid).since(before).processor().toNanos() / 1e3;
      int count = result.served().count();
      if (count == 0) {
        throw new IOException("no call of %s was answered in time".formatted(name));
      }
      return new TreeMap<>(
          Map.of(
              "rate", result.goodput(), "p50", result.served().millis(.5), "p99",
              result.served().millis(.99), "cpu", micros / count, "shed",
              (double) result.shed().count(), "failed", (double) result.late() + result.failed()));
    }
  }

  void run() throws IOException, InterruptedException {
    for (int items : setting.options().items()) {
      Catalogue catalogue = setting.catalogues().of(items);
      try (ServerProcess cached = ServerProcess.start(setting.launcher(), catalogue.copy("cached"));
          ServerProcess uncached = ServerProcess.start(
              setting.launcher(), catalogue.copy("uncached"), Map.of("LETHE_CACHE_ITEMS_MAX", "0"));
          PeerServer peer = setting.serving(catalogue)) {
        measure(items, catalogue, cached, uncached, peer);
      }
    }
  }

  private void measure(
      int items, Catalogue catalogue, ServerProcess cached, ServerProcess uncached, PeerServer peer)
      throws IOException, InterruptedException {
    List<ManagedChannel> first = channels(cached);
    List<ManagedChannel> second = channels(uncached);
    List<String> users = catalogue.users();
    List<String> few = users.subList(0, Math.min(CACHED_USERS, users.size()));
    List<Target> targets = List.of(
        new Target("empty call", GrpcCalls.empty(first, DEADLINE), cached.pid()),
        new Target(
            "cached", GrpcCalls.recommend(first, Catalogues.MODEL, few, DEADLINE), cached.pid()),
        new Target(
            "uncached", GrpcCalls.recommend(second, Catalogues.MODEL, users, DEADLINE),
            uncached.pid()),
        new Target(
            "FastAPI", new HttpCalls(peer.client(), peer.port(), users, DEADLINE), peer.pid()));
    try {
      for (Target target : targets) {
        int calls = target.name().equals("FastAPI") ? PEER_WARMING : setting.options().warming();
        OpenLoad.Result warm = new OpenLoad(target.calls())
            .saturating(CALLERS.getLast(), WARMING_MAX, calls);
        Console.line("%s warmed by %d calls", target.name(), warm.served().count());
      }
      Duration duration = Duration.ofNanos((long) (setting.options().seconds() * 1e9));
      List<Piece> pieces = CALLERS.stream()
          .flatMap(
              callers -> targets.stream()
                  .map(
                      target -> new Piece(
                          target.name(callers), () -> target.take(callers, duration))))
          .toList();
      report(items, catalogue, setting.rounds().of(pieces));
    } finally {
      Stream.concat(first.stream(), second.stream()).forEach(ManagedChannel::shutdownNow);
    }
  }

  private static List<ManagedChannel> channels(ServerProcess server) {
    List<ManagedChannel> channels = new ArrayList<>();
    for (int k = 0; k < CONNECTIONS; k++) {
      channels.add(server.channel());
    }
    return channels;
  }

  private void report(int items, Catalogue catalogue, Rounds.Results results) {
    setting.page().section("Recommend over gRPC, " + catalogue.title());
    for (int callers : CALLERS) {
      row(results, callers, "cached", "rate", "empty call", new Goal.AtLeast(.8));
      row(results, callers, "cached", "cpu", "empty call", new Goal.AtMost(1.5));
      row(
          results, callers, "uncached", "rate", "empty call",
          items <= SMALL_ITEMS ? new Goal.AtLeast(.5) : new Goal.None());
      row(results, callers, "uncached", "rate", "FastAPI", new Goal.None());
      row(results, callers, "uncached", "p99", "FastAPI", new Goal.None());
    }
    setting.page()
        .note(
            "Up to %,d calls of each warmed up; %d connections; failed or shed: %s."
                .formatted(setting.options().warming(), CONNECTIONS, lost(results)));
  }

  private void row(
      Rounds.Results results, int callers, String ours, String name, String other, Goal goal) {
    String what = switch (name) {
      case "rate" -> "calls a second";
      case "cpu" -> "the server's us a call";
      default -> name + ", ms";
    };
    setting.page()
        .row(
            "%d callers, %s: %s".formatted(callers, ours, what),
            figure(results, callers, ours, name), other, figure(results, callers, other, name),
            goal);
  }

  private static Figure figure(Rounds.Results results, int callers, String target, String name) {
    return results.figure("%s, %d callers".formatted(target, callers), name);
  }

  private static String lost(Rounds.Results results) {
    double lost = 0;
    for (int callers : CALLERS) {
      for (String target : List.of("empty call", "cached", "uncached", "FastAPI")) {
        for (String name : List.of("shed", "failed")) {
          lost += figure(results, callers, target, name).values()
              .stream()
              .mapToDouble(Double::doubleValue)
              .sum();
        }
      }
    }
    return Figure.digits(lost);
  }
}
