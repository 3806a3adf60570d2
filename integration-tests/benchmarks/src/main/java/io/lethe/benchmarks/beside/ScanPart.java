package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The best ten of a table's rows, on one thread, beside faiss, numpy and the time that the memory takes to
 * give the rows.
 */
final class ScanPart {

  private static final int WIDTH = 64;
  private static final int MILLION = 1_000_000;
  private static final int MANY = 32;
  private static final int QUERIES = 1024;
  private static final int RECALLED = 256;

  /** Of one million rows a query takes ten times as long as of 100,000. */
  private static final int CHECKED_AT_MILLION = 10;

  private final Setting setting;

  ScanPart(Setting setting) {
    this.setting = setting;
  }

  void run() throws IOException, InterruptedException {
    try (PeerProcess peers = setting.scans()) {
      for (int rows : setting.options().items()) {
        Console.line("scans of %,d x %d", rows, WIDTH);
        measure(rows, peers);
      }
    }
  }

  private void measure(int rows, PeerProcess peers) throws IOException, InterruptedException {
    ScanTables tables = ScanTables.random(rows, WIDTH, Math.max(QUERIES, checked(rows)));
    Path file = setting.scratch().resolve("rows.f32");
    tables.write(file);
    var _ = peers.order("table %s %d %d %d", file, rows, WIDTH, tables.count());
    Files.delete(file);
    LetheScans lethe = new LetheScans(tables);
    List<Piece> pieces = pieces(lethe, peers, setting.options().seconds());
    for (Piece piece : pieces) {
      var _ = piece.measurement().take();
    }
    report(rows, setting.rounds().of(pieces), lethe, peers);
  }

  private int checked(int rows) {
    return rows < MILLION
        ? setting.options().checked()
        : setting.options().checked() / CHECKED_AT_MILLION;
  }

  private static List<Piece> pieces(LetheScans lethe, PeerProcess peers, double seconds) {
    return List.of(
        new Piece("lethe 1", () -> lethe.served(1, seconds)),
        new Piece("flat 1", () -> peers.order("flat 1 %s", seconds)),
        new Piece("bf16 1", () -> peers.order("bf16 1 %s", seconds)),
        new Piece("numpy 1", () -> peers.order("numpy 1 %s", seconds)),
        new Piece("products 1", () -> lethe.products(seconds)),
        new Piece("memory 1", () -> peers.order("memory 1 %s", seconds)),
        new Piece("memory 2", () -> peers.order("memory 2 %s", seconds)),
        new Piece("lethe many", () -> lethe.served(MANY, seconds)),
        new Piece("flat many", () -> peers.order("flat %d %s", MANY, seconds)),
        new Piece("numpy many", () -> peers.order("numpy %d %s", MANY, seconds)));
  }

  private void report(int rows, Rounds.Results results, LetheScans lethe, PeerProcess peers)
      throws IOException {
    setting.page().section("Top 10 of %,d x %d, one thread, processor time".formatted(rows, WIDTH));
    Figure one = results.figure("lethe 1", "ms");
    Figure many = results.figure("lethe many", "ms");
    boolean large = rows == MILLION;
    Goal beside = large
        ? new Goal.AtMost(.65)
        : isNamed(rows) ? new Goal.AtMost(.8) : new Goal.None();
    setting.page()
        .row("1 user, ms", one, "faiss IndexFlatIP", results.figure("flat 1", "ms"), beside);
    setting.page()
        .row(
            "1 user, ms", one, "faiss bf16", results.figure("bf16 1", "ms"),
            large ? new Goal.AtMost(1.15) : new Goal.None());
    setting.page()
        .row("1 user, ms", one, "numpy", results.figure("numpy 1", "ms"), new Goal.None());
    setting.page()
        .row(
            "1 user, ms", one, "Lethe by all products", results.figure("products 1", "ms"),
            new Goal.None());
    setting.page()
        .row(
            "1 user, ms", one, "reading the rows once",
            reading(rows, results.figure("memory 1", "GB/s")), new Goal.None());
    setting.page()
        .row(
            MANY + " users, ms", many, "faiss IndexFlatIP", results.figure("flat many", "ms"),
            large ? new Goal.AtMost(.35) : new Goal.None());
    setting.page()
        .row(
            MANY + " users, ms", many, "numpy", results.figure("numpy many", "ms"),
            new Goal.None());
    notes(rows, results, lethe, peers);
  }

  /** The sizes of the goals: a hundred thousand items, and the films of MovieLens. */
  private static boolean isNamed(int rows) {
    return rows == 100_000 || rows == 3_615;
  }

  private static Figure reading(int rows, Figure rate) {
    double gigabytes = (double) rows * WIDTH * Float.BYTES / 1e9;
    return new Figure(rate.values().stream().map(each -> 1e3 * gigabytes / each).toList());
  }

  private void notes(int rows, Rounds.Results results, LetheScans lethe, PeerProcess peers)
      throws IOException {
    setting.page()
        .note(
            "The machine reads 256 MiB of memory at %s GB/s with one thread, %s with two."
                .formatted(results.figure("memory 1", "GB/s"), results.figure("memory 2", "GB/s")));
    LetheScans.Exactness exact = lethe.exactness(checked(rows));
    setting.page()
        .note(
            "Of %,d queries %,d have the list of all products to the last bit, %,d the scalar kernels' rows (scores differ by at most %.1e there)."
                .formatted(exact.queries(), exact.same(), exact.scalarSame(), exact.difference()));
    Map<String, Double> recall = peers.order("recall %d", RECALLED);
    setting.page().note("faiss bf16 finds %.4f of the ten.".formatted(recall.get("recall")));
  }
}
