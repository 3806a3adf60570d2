package io.lethe.server.cli;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.Measure;
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
      screen.table(table(cells), true);
      screen.blank();
    }
    screen.line("%s, %s and %s are in %s".formatted(PAGE, TABLE, DOCUMENT, folder));
  }

  private static Table table(List<Cell> cells) {
    Table table = Table
        .of("data", "model", "forget", "seed", "method", ">distance", ">test AUC", ">time");
    for (Cell cell : cells) {
      table.row(
          cell.key().data(), cell.key().model(), cell.key().forget(),
          String.valueOf(cell.key().seed()), cell.key().method(),
          decimals(cell.value(Measure.GAP_FORGOTTEN), 2), decimals(cell.value(Measure.AUC), 4),
          seconds(cell.value(Measure.SECONDS)));
    }
    return table;
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
