package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Closeness;
import io.lethe.evaluation.report.CsvReport;
import io.lethe.evaluation.report.HtmlReport;
import io.lethe.evaluation.report.JsonReport;
import io.lethe.evaluation.report.ReportFacts;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The reports of an evaluation in their folder. */
record ReportFiles(Path folder, ReportFacts facts) {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SHOWN_MAX = 60;
  private static final String RETRAINED = "method.retrain-required";
  private static final String PAGE = "report.html";
  private static final String TABLE = "report.csv";
  private static final String DOCUMENT = "report.json";

  void write(List<Cell> cells) throws IOException {
    try (Writer page = Files.newBufferedWriter(folder.resolve(PAGE));
        Writer table = Files.newBufferedWriter(folder.resolve(TABLE));
        Writer document = Files.newBufferedWriter(folder.resolve(DOCUMENT))) {
      HtmlReport.write(facts, cells, page);
      CsvReport.write(cells, table);
      JsonReport.write(facts, cells, document);
    }
  }

  /** Says what is there, unless it is too much for a screen, and where the rest is. */
  void show(List<Cell> cells, Screen screen) {
    if (cells.size() <= SHOWN_MAX) {
      screen.line(
          "distance: to the retrain, over the original's; 0 is training again, 1 doing nothing");
      screen.line(
          "overlap: best 10 in common with the retrain's (the original's); TPR: forgotten pairs "
              + "found at 1 % false positives");
      screen.line(
          "gain: recovered share of what training again gains in AUC, in NDCG; '-' where another "
              + "seed differs by more");
      targets(cells, screen);
      screen.table(table(cells), true);
      notes(cells, screen);
      screen.blank();
    }
    screen.line("%s, %s and %s are in %s".formatted(PAGE, TABLE, DOCUMENT, folder));
  }

  private static Table table(List<Cell> cells) {
    Table table = Table.of(
        "data", "model", "forget", "seed", "method", ">distance", "on pairs of", ">overlap", ">TPR",
        ">target's rank", ">test AUC", ">gain", ">time");
    for (Cell cell : cells) {
      Measure distance = Closeness.measure(cell);
      table.row(
          cell.key().data(), cell.key().model(), cell.key().forget(),
          String.valueOf(cell.key().seed()), method(cell),
          Closeness.tooSmall(cell) ? "too small to tell" : decimals(cell.value(distance), 2),
          cell.note().isEmpty() ? Closeness.pairs(distance) : "-",
          "%s (%s)".formatted(
              decimals(cell.value(Measure.OVERLAP), 2),
              decimals(cell.value(Measure.OVERLAP_ORIGINAL), 2)),
          decimals(cell.value(Measure.MIA_TPR), 3), decimals(cell.value(Measure.TARGET_RANK), 0),
          decimals(cell.value(Measure.AUC), 4),
          "%s, %s".formatted(
              decimals(cell.value(Measure.AUC_RECOVERED), 2),
              decimals(cell.value(Measure.NDCG_RECOVERED), 2)),
          seconds(cell.value(Measure.SECONDS)));
    }
    return table;
  }

  /** Closeness that comes of training again says so. */
  private static String method(Cell cell) {
    boolean again = cell.values().getOrDefault(RETRAINED, 0.0) > 0;
    return cell.key().method() + (again ? " (trained again)" : "");
  }

  /** What the rank of an attack's item is to be held against. */
  private static void targets(List<Cell> cells, Screen screen) {
    cells.stream()
        .filter(cell -> !Double.isNaN(cell.value(Measure.TARGET_RANK)))
        .map(
            cell -> "%s, %s, seed %d: the promoted item's rank is %s in the original, %s in the "
                .concat("retrain, %s with another seed")
                .formatted(
                    cell.key().data(), cell.key().model(), cell.key().seed(),
                    decimals(cell.value(Measure.TARGET_RANK_ORIGINAL), 0),
                    decimals(cell.value(Measure.TARGET_RANK_RETRAIN), 0),
                    decimals(cell.value(Measure.TARGET_RANK_OTHER), 0)))
        .distinct()
        .forEach(screen::line);
  }

  private static void notes(List<Cell> cells, Screen screen) {
    cells.stream()
        .filter(cell -> !cell.note().isEmpty())
        .map(
            cell -> "%s, %s, %s: %s".formatted(
                cell.key().model(), cell.key().forget(), cell.key().method(), cell.note()))
        .distinct()
        .forEach(screen::line);
  }

  private static String decimals(double value, int digits) {
    return Double.isNaN(value) ? "-" : Units.decimals(value, digits);
  }

  private static String seconds(double value) {
    return Double.isNaN(value)
        ? "-"
        : Units.duration(Duration.ofNanos((long) (value * NANOS_PER_SECOND)));
  }
}
