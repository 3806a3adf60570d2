package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.start.StartRun.Start;
import io.lethe.client.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server's start over a model, its first calls and its memory, beside the peer's. */
final class StartPart {

  private static final int SMALL_ITEMS = 10_000;
  private static final int USERS_MAX = 20_000;
  private static final int CALLS = 60_000;
  private static final double MEGABYTE = 1024 * 1024;

  private final Setting setting;

  StartPart(Setting setting) {
    this.setting = setting;
  }

  void run() throws IOException, InterruptedException {
    for (int items : setting.options().items()) {
      Catalogue catalogue = setting.catalogues().of(items);
      Path data = catalogue.copy("start");
      List<String> users = catalogue.users()
          .subList(0, Math.min(USERS_MAX, catalogue.users().size()));
      int warming = items <= SMALL_ITEMS
          ? Math.min(CALLS, setting.options().warming())
          : users.size();
      // The client's own JVM is warm.
      var _ = Start.measured(setting.launcher(), data, Catalogues.MODEL, users, warming);
      report(
          items, catalogue,
          setting.rounds()
              .of(
                  List.of(
                      new Piece(
                          "start",
                          () -> figures(
                              Start.measured(
                                  setting.launcher(), data, Catalogues.MODEL, users, warming))),
                      new Piece("FastAPI's start, training included", () -> peer(catalogue)),
                      new Piece(
                          "--help",
                          () -> Map.of(
                              "ms",
                              ServerProcess.timed(setting.launcher(), data, "--help").toNanos()
                                  / 1e6)))));
    }
  }

  private static Map<String, Double> figures(Start start) {
    return new TreeMap<>(
        Map.of(
            "serves", start.serves(), "resident", start.resident(), "call", start.call(), "first",
            start.first().millis(.99), "early", start.early().millis(.99), "steady",
            start.steady().millis(.99)));
  }

  private Map<String, Double> peer(Catalogue catalogue) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (PeerServer peer = setting.serving(catalogue)) {
      double answers = (System.nanoTime() - begin) / 1e6;
      return Map.of("answers", answers, "resident", ServerProcess.residentMegabytes(peer.pid()));
    }
  }

  private void report(int items, Catalogue catalogue, Rounds.Results results) {
    setting.page().section("Starts, " + catalogue.title());
    Goal none = new Goal.None();
    String peer = "FastAPI's start, training included";
    setting.page().row("lethe --help, ms", results.figure("--help", "ms"), new Goal.AtMost(300));
    setting.page()
        .row(
            "until SERVING, ms", results.figure("start", "serves"), "FastAPI (it trains then)",
            results.figure(peer, "answers"), none);
    setting.page()
        .row(
            "until SERVING, ms", results.figure("start", "serves"),
            new Goal.AtMost(items <= SMALL_ITEMS ? 1000 : 3000));
    setting.page().row("first call, ms", results.figure("start", "call"), none);
    Figure steady = results.figure("start", "steady");
    setting.page()
        .row(
            "first 1,000 calls: p99, ms", results.figure("start", "first"), "the same, later",
            steady, new Goal.AtMost(2));
    setting.page()
        .row(
            "first 8,000 calls: p99, ms", results.figure("start", "early"), "the same, later",
            steady, none);
    Figure resident = results.figure("start", "resident");
    setting.page().row("resident, MB", resident, "FastAPI", results.figure(peer, "resident"), none);
    setting.page()
        .row(
            "resident, MB", resident, "3 x parameters + 16 B a rating", aim(catalogue, resident),
            new Goal.AtMost(1));
  }

  /** As often as the figure it stands beside. */
  private static Figure aim(Catalogue catalogue, Figure beside) {
    ModelVersion.Size size = catalogue.size();
    double megabytes = (3.0 * Float.BYTES * size.parameters() + 16.0 * size.interactions())
        / MEGABYTE;
    return new Figure(beside.values().stream().map(each -> megabytes).toList());
  }
}
