package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.ranking.RankingMeasure;
import io.lethe.evaluation.ranking.RankingPlan;
import io.lethe.evaluation.report.JsonReport;
import io.lethe.evaluation.report.RankingReport;
import io.lethe.evaluation.report.ReportFacts;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The reports of a ranking in their folder. */
record RankingFiles(Path folder, ReportFacts facts, List<String> splits) {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String PAGE = "ranking.html";
  private static final String TABLE = "ranking.csv";
  private static final String DOCUMENT = "ranking.json";

  void write(List<Cell> cells) throws IOException {
    try (Writer page = Files.newBufferedWriter(folder.resolve(PAGE));
        Writer table = Files.newBufferedWriter(folder.resolve(TABLE));
        Writer document = Files.newBufferedWriter(folder.resolve(DOCUMENT))) {
      RankingReport.page(facts, splits, cells, page);
      RankingReport.csv(cells, table);
      JsonReport.write(facts, cells, document);
    }
  }

  void show(List<Cell> cells, Screen screen) {
    splits.forEach(screen::line);
    screen.line(
        "lists of all items but the user's own; means over seeds; overlap: best 10 in common with "
            + "the first seed's");
    screen.table(table(cells), true);
    screen.blank();
    RankingReport.means(cells)
        .stream()
        .filter(mean -> !mean.note().isEmpty())
        .forEach(mean -> screen.line("%s: %s".formatted(mean.first().key().model(), mean.note())));
    screen.line("%s, %s and %s are in %s".formatted(PAGE, TABLE, DOCUMENT, folder));
  }

  private static Table table(List<Cell> cells) {
    Table table = Table.of(
        "data", "split", "model", ">seeds", ">NDCG@10", ">Recall@20", ">HR@10", ">MRR@10",
        ">catalogue", ">popular", ">overlap", ">training", "fitted on");
    for (RankingReport.Mean mean : RankingReport.means(cells)) {
      boolean trained = !mean.first().key().model().equals(RankingPlan.MOST_POPULAR);
      table.row(
          mean.first().key().data(), RankingPlan.split(mean.first().key()),
          mean.first().key().model(), trained ? String.valueOf(mean.seeds()) : "",
          decimals(mean, RankingMeasure.NDCG_10, 3), decimals(mean, RankingMeasure.RECALL_20, 3),
          decimals(mean, RankingMeasure.HR_10, 3), decimals(mean, RankingMeasure.MRR_10, 3),
          decimals(mean, RankingMeasure.COVERAGE, 2), decimals(mean, RankingMeasure.POPULAR, 2),
          decimals(mean, RankingMeasure.OVERLAP, 2), seconds(mean), fittedOn(mean, trained));
    }
    return table;
  }

  private static String decimals(RankingReport.Mean mean, RankingMeasure measure, int digits) {
    double value = mean.value(measure);
    return Double.isNaN(value) ? "-" : Units.decimals(value, digits);
  }

  private static String seconds(RankingReport.Mean mean) {
    double value = mean.value(RankingMeasure.SECONDS);
    return Double.isNaN(value)
        ? "-"
        : Units.duration(Duration.ofNanos((long) (value * NANOS_PER_SECOND)));
  }

  private static String fittedOn(RankingReport.Mean mean, boolean trained) {
    double all = mean.value(RankingMeasure.FINAL_FIT);
    if (!trained) {
      return "all rows";
    }
    return Double.isNaN(all) ? "-" : all > 0 ? "all rows" : "90 % of rows";
  }
}
