package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;
import static io.lethe.evaluation.report.Markup.paragraph;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.ranking.RankingMeasure;
import io.lethe.evaluation.ranking.RankingPlan;
import io.lethe.evaluation.report.Results.Row;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lists were worth, as a page and as comma-separated values. */
public final class RankingReport {

  /** A column: what it shows, under which heading, written how. */
  private record Shown(RankingMeasure measure, String heading, Form form) {}

  private static final List<Shown> COLUMNS = List.of(
      new Shown(RankingMeasure.NDCG_10, "NDCG@10", Form.FINE),
      new Shown(RankingMeasure.RECALL_20, "Recall@20", Form.FINE),
      new Shown(RankingMeasure.HR_10, "HR@10", Form.FINE),
      new Shown(RankingMeasure.MRR_10, "MRR@10", Form.FINE),
      new Shown(RankingMeasure.NDCG_5, "NDCG@5", Form.FINE),
      new Shown(RankingMeasure.NDCG_20, "NDCG@20", Form.FINE),
      new Shown(RankingMeasure.COVERAGE, "catalogue", Form.SHARE),
      new Shown(RankingMeasure.POPULAR, "popular", Form.SHARE),
      new Shown(RankingMeasure.OVERLAP, "seeds' overlap", Form.SHARE),
      new Shown(RankingMeasure.SECONDS, "training", Form.SECONDS),
      new Shown(RankingMeasure.LIST_SECONDS, "lists", Form.SECONDS));

  private RankingReport() {}

  /**
   * Writes the page.
   *
   * @param splits how each split was made, in words
   */
  public static void page(ReportFacts facts, List<String> splits, List<Cell> cells, Appendable out)
      throws IOException {
    out.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
        .append("<meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<title>Recommendations, measured</title>\n<style>\n")
        .append(Style.SHEET)
        .append(
            "</style></head>\n<body>\n<h1>Recommendations, measured</h1>\n<ul class=\"facts\">\n")
        .append("<li>%s</li>\n".formatted(facts.made().truncatedTo(ChronoUnit.SECONDS)));
    for (String fact : Stream.concat(splits.stream(), facts.machine().stream()).toList()) {
      out.append("<li>%s</li>\n".formatted(escaped(fact)));
    }
    out.append("<li><code>%s</code></li>\n</ul>\n".formatted(escaped(facts.command())));
    for (String sentence : facts.method()) {
      out.append(paragraph(sentence));
    }
    for (List<Row> rows : bySplit(cells)) {
      out.append(table(rows));
    }
    out.append("<h2>What the measures mean</h2>\n<table class=\"words\">\n");
    for (RankingMeasure measure : Arrays.asList(RankingMeasure.values())) {
      out.append(
          "<tr><th scope=\"row\">%s</th><td class=\"note\">%s</td></tr>\n"
              .formatted(escaped(measure.id()), escaped(measure.meaning())));
    }
    out.append("</table>\n</body>\n</html>\n");
  }

  /** Cells put together over their seeds, split by split. */
  private static List<List<Row>> bySplit(List<Cell> cells) {
    Map<String, Map<String, List<Cell>>> grouped = new LinkedHashMap<>();
    cells.forEach(
        cell -> grouped
            .computeIfAbsent(
                cell.key().data() + ", " + RankingPlan.split(cell.key()),
                any -> new LinkedHashMap<>())
            .computeIfAbsent(cell.key().model(), any -> new ArrayList<>())
            .add(cell));
    return grouped.values()
        .stream()
        .map(models -> models.values().stream().map(Row::new).toList())
        .toList();
  }

  private static String table(List<Row> rows) {
    Cell first = rows.getFirst().cells().getFirst();
    StringBuilder table = new StringBuilder(
        "<h2>%s</h2>\n<div class=\"scroll\"><table>\n<tr><th>model</th>"
            .formatted(escaped(first.key().data() + ", " + RankingPlan.split(first.key()))));
    COLUMNS.forEach(
        column -> table.append(
            "<th title=\"%s\">%s</th>"
                .formatted(escaped(column.measure().meaning()), escaped(column.heading()))));
    table.append("</tr>\n");
    for (Row row : rows) {
      table.append(
          "<tr><th scope=\"row\">%s</th>".formatted(escaped(row.cells().getFirst().key().model())));
      if (row.note().isEmpty()) {
        COLUMNS.forEach(
            column -> table.append(Tables.cell(row.spread(column.measure().id()), column.form())));
      } else {
        table.append(
            "<td class=\"note\" colspan=\"%d\">%s</td>"
                .formatted(COLUMNS.size(), escaped(row.note())));
      }
      table.append("</tr>\n");
    }
    return table.append("</table></div>\n").toString();
  }

  /** Writes all cells under a header: a line for each model and seed. */
  public static void csv(List<Cell> cells, Appendable out) throws IOException {
    List<String> ours = Arrays.stream(RankingMeasure.values()).map(RankingMeasure::id).toList();
    List<String> names = Stream
        .concat(
            ours.stream(),
            cells.stream()
                .flatMap(cell -> cell.values().keySet().stream())
                .filter(name -> !ours.contains(name))
                .distinct()
                .sorted())
        .toList();
    List<String> heading = Stream
        .concat(Stream.of("data", "split", "model", "seed", "note"), names.stream())
        .toList();
    CsvReport.line(heading.stream(), out);
    for (Cell cell : cells) {
      CsvReport.line(
          Stream.concat(
              Stream.of(
                  cell.key().data(), RankingPlan.split(cell.key()), cell.key().model(),
                  String.valueOf(cell.key().seed()), cell.note()),
              names.stream().map(name -> CsvReport.number(cell, name))),
          out);
    }
  }

  /** Means over seeds of some measures, for a screen: one entry per split and model, in order. */
  public static List<Mean> means(List<Cell> cells) {
    return bySplit(cells).stream()
        .flatMap(List::stream)
        .map(
            row -> new Mean(
                row.cells().getFirst(), row.cells().size(), row.note(),
                Arrays.stream(RankingMeasure.values())
                    .collect(
                        Collectors.toMap(
                            measure -> measure, measure -> row.spread(measure.id()).mean()))))
        .toList();
  }

  /**
   * One model over its seeds.
   *
   * @param first its first cell
   * @param seeds how many
   * @param note why there is nothing to show; empty if there is
   * @param values means; NaN where nothing was measured
   */
  public record Mean(Cell first, int seeds, String note, Map<RankingMeasure, Double> values) {

    public Mean {
      values = Map.copyOf(values);
    }

    /** A mean; NaN if it was not measured. */
    public double value(RankingMeasure measure) {
      return values.getOrDefault(measure, Double.NaN);
    }
  }
}
