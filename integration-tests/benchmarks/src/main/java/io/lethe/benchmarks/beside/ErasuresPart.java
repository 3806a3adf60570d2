package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.load.ErasureLatency;
import io.lethe.benchmarks.load.ErasureLatency.Erased;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.client.LetheClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Users erased one after another through a server, beside what the disk takes to keep four kilobytes and
 * what {@code implicit} takes to train again behind FastAPI.
 */
final class ErasuresPart {

  private static final int WARMUP = 30;
  private static final double MEGABYTE = 1e6;

  private final Setting setting;

  ErasuresPart(Setting setting) {
    this.setting = setting;
  }

  void run() throws IOException, InterruptedException {
    for (int items : setting.options().items()) {
      Catalogue catalogue = setting.catalogues().of(items);
      try (
          ServerProcess server = ServerProcess
              .start(setting.launcher(), catalogue.copy("erasures"));
          LetheClient client = server.client();
          PeerServer peer = setting.serving(catalogue)) {
        measure(catalogue, new ErasureLatency(server, client, Catalogues.MODEL), peer);
      }
    }
  }

  private void measure(Catalogue catalogue, ErasureLatency latency, PeerServer peer)
      throws IOException, InterruptedException {
    UsersInTurn users = new UsersInTurn(catalogue.users());
    int each = Math.max(1, setting.options().erasures() / setting.options().rounds());
    var _ = latency.erase(users.next(WARMUP));
    List<Erased> all = new ArrayList<>();
    DiskSync disk = new DiskSync(catalogue.folder().resolveSibling("synced"));
    report(catalogue, all, setting.rounds().of(List.of(new Piece("erasures", () -> {
      Erased erased = latency.erase(users.next(each));
      all.add(erased);
      return figures(erased);
    }), new Piece("sync", disk::take),
        new Piece("FastAPI, trained again", () -> Map.of("ms", peer.forget(users.last()))))));
  }

  private static Map<String, Double> figures(Erased erased) {
    int count = erased.erasures().size();
    ProcessUse use = erased.use();
    return new TreeMap<>(
        Map.of(
            "contained", erased.contained().millis(.5), "live", erased.live().millis(.5),
            "completed", erased.completed().millis(.5), "cpu",
            use.processor().toNanos() / 1e6 / count, "read", use.read() / MEGABYTE / count,
            "written", use.written() / MEGABYTE / count, "stored",
            use.stored() / MEGABYTE / count));
  }

  private void report(Catalogue catalogue, List<Erased> all, Rounds.Results results) {
    setting.page().section("One user erased after another, " + catalogue.title());
    Figure sync = results.figure("sync", "ms");
    Figure again = results.figure("FastAPI, trained again", "ms");
    Goal none = new Goal.None();
    Figure live = figure(results, "live");
    setting.page()
        .row("call to contained, ms", figure(results, "contained"), "4 KiB synced", sync, none);
    setting.page().row("call to live, ms", live, "implicit trained again", again, none);
    setting.page().row("call to live, ms", live, new Goal.AtMost(4));
    setting.page().row("call to live, p99 of all, ms", p99(all, Erased::live), new Goal.AtMost(10));
    setting.page().row("call to completed, ms", figure(results, "completed"), new Goal.AtMost(50));
    setting.page().row("call to completed, p99 of all, ms", p99(all, Erased::completed), none);
    setting.page()
        .row("the server's processor time, ms", figure(results, "cpu"), new Goal.AtMost(20));
    setting.page().row("read, MB", figure(results, "read"), none);
    setting.page().row("written, MB", figure(results, "written"), none);
    setting.page().row("sent to the disk, MB", figure(results, "stored"), none);
    setting.page()
        .note(
            "%d erasures after %d that warmed up, %.0f ratings each.".formatted(
                all.stream().mapToInt(erased -> erased.erasures().size()).sum(), WARMUP,
                all.stream()
                    .flatMap(erased -> erased.erasures().stream())
                    .mapToLong(erasure -> erasure.counts().interactions())
                    .average()
                    .orElseThrow()));
    setting.page().note("The server's phases, p50 in the last round: " + phases(all.getLast()));
  }

  private static String phases(Erased erased) {
    return erased.phases()
        .entrySet()
        .stream()
        .map(phase -> phase.getKey() + " " + Figure.digits(phase.getValue().millis(.5)))
        .collect(Collectors.joining(", ", "", " ms."));
  }

  private static Figure figure(Rounds.Results results, String name) {
    return results.figure("erasures", name);
  }

  private static Figure p99(List<Erased> all, Function<Erased, Latencies> which) {
    return Figure.of(all.stream().map(which).reduce(Latencies::and).orElseThrow().millis(.99));
  }
}
