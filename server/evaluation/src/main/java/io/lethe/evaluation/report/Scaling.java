package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.escaped;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.experiment.ScalingPlan;
import io.lethe.evaluation.measure.PowerLaw;
import io.lethe.evaluation.report.Plot.Point;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How cost grows with the data: one table for each model and method, and its exponents. */
final class Scaling {

  private final Map<String, List<Cell>> groups = new LinkedHashMap<>();

  /** Takes those cells that are about growth. */
  Scaling(List<Cell> cells) {
    cells.stream()
        .filter(Scaling::isScaling)
        .sorted(Comparator.comparingDouble(cell -> cell.value(Measure.INTERACTIONS)))
        .forEach(
            cell -> groups
                .computeIfAbsent(
                    cell.key().model() + ", " + cell.key().method(),
                    absent -> new java.util.ArrayList<>())
                .add(cell));
  }

  static boolean isScaling(Cell cell) {
    return cell.key().forget().equals(ScalingPlan.FORGET);
  }

  String page() {
    if (groups.isEmpty()) {
      return "";
    }
    StringBuilder page = new StringBuilder("<h2>Cost as the data grows</h2>\n");
    page.append(
        Markup.paragraph(
            "One user next to the median is erased from made-up data of growing size, with about "
                + "a hundred interactions to each user and item at any size. An exponent of 0 "
                + "means that the cost does not depend on the data, 1 that it grows with it. "
                + "Times of whole trainings marked as extrapolated are measured seconds per "
                + "epoch times the epochs of the largest training that was run to its end."));
    page.append("<div class=\"plots\"><figure>").append(plot()).append("</figure></div>\n");
    groups.forEach((name, cells) -> page.append(table(name, cells)));
    return page.toString();
  }

  private static String table(String name, List<Cell> cells) {
    StringBuilder table = new StringBuilder("<h3>%s</h3>\n".formatted(escaped(name)));
    table.append(
        "<p>Exponent of the time of a request %s, of its memory %s, of training %s.</p>\n"
            .formatted(
                exponent(cells, cell -> cell.value(Measure.SECONDS)),
                exponent(cells, cell -> cell.value(Measure.PEAK_BYTES)),
                exponent(cells, cell -> cell.value(Measure.RETRAIN))));
    table.append(
        "<div class=\"scroll\"><table>\n<tr><th>interactions</th><th>forgotten</th>"
            + "<th>time, median of 51</th><th>95th of a hundred</th><th>memory</th>"
            + "<th>prepare, once</th><th>training again</th><th>speed-up</th></tr>\n");
    cells.forEach(cell -> table.append(row(cell)));
    return table.append("</table></div>\n").toString();
  }

  private static String row(Cell cell) {
    return "<tr><th scope=\"row\">%s</th>%s%s%s%s%s<td>%s</td>%s</tr>\n".formatted(
        Form.COUNT.text(cell.value(Measure.INTERACTIONS)),
        cell(cell, Measure.FORGOTTEN, Form.COUNT), cell(cell, Measure.SECONDS, Form.SECONDS),
        cell(cell, Measure.SECONDS_HIGH, Form.SECONDS), cell(cell, Measure.PEAK_BYTES, Form.BYTES),
        cell(cell, Measure.PREPARE, Form.SECONDS), training(cell),
        cell(cell, Measure.SPEED_UP, Form.TIMES));
  }

  private static String cell(Cell cell, Measure measure, Form form) {
    return Tables.cell(Spread.of(new double[]{cell.value(measure)}), form);
  }

  private static String training(Cell cell) {
    double seconds = cell.value(Measure.RETRAIN);
    if (Double.isNaN(seconds)) {
      return "–";
    }
    String remark = cell.value(Measure.EXTRAPOLATED) == 0
        ? "%s epochs".formatted(Form.COUNT.text(cell.value(Measure.EPOCHS)))
        : "extrapolated: %s epochs of %s".formatted(
            Form.COUNT.text(cell.value(Measure.EPOCHS)),
            Form.SECONDS.text(cell.value(Measure.EPOCH_SECONDS)));
    return Form.SECONDS.text(seconds) + "<small>" + escaped(remark) + "</small>";
  }

  private static String exponent(List<Cell> cells, ToDoubleFunction<Cell> cost) {
    List<Cell> known = cells.stream().filter(cell -> cost.applyAsDouble(cell) > 0).toList();
    double exponent = PowerLaw.exponent(
        known.stream().mapToDouble(cell -> cell.value(Measure.INTERACTIONS)).toArray(),
        known.stream().mapToDouble(cost).toArray());
    return Double.isNaN(exponent) ? "unknown" : Form.SHARE.text(exponent);
  }

  private String plot() {
    List<Cell> all = groups.values().stream().flatMap(List::stream).toList();
    Spread size = spread(all, Measure.INTERACTIONS);
    Spread request = spread(all, Measure.SECONDS);
    Spread training = spread(all, Measure.RETRAIN);
    Plot plot = new Plot(
        new Scale(tenth(size.min(), false), tenth(size.max(), true), Plot.LEFT, Plot.RIGHT, true),
        "interactions, logarithmic", Form.COUNT::text,
        new Scale(
            tenth(request.min(), false),
            tenth(Math.max(request.max(), training.known() ? training.max() : 0), true),
            Plot.BOTTOM, Plot.TOP, true),
        "time", Form.SECONDS::text);
    groups.forEach((name, cells) -> {
      String colour = Palette.colour(cells.getFirst().key().method());
      plot.line(points(cells, Measure.SECONDS), name, colour, false);
      List<Point> trainings = points(cells, Measure.RETRAIN);
      if (!trainings.isEmpty()) {
        plot.line(
            trainings, cells.getFirst().key().model() + ", training", Palette.colour("retrain"),
            true);
      }
    });
    return plot.svg("Time of one request and of a training against the number of interactions");
  }

  private static double tenth(double value, boolean up) {
    double power = Math.log10(value);
    return Math.pow(10, up ? Math.ceil(power + 1e-6) : Math.floor(power));
  }

  private static Spread spread(List<Cell> cells, Measure measure) {
    return Spread.of(cells.stream().mapToDouble(cell -> cell.value(measure)).toArray());
  }

  private static List<Point> points(List<Cell> cells, Measure measure) {
    return cells.stream()
        .filter(cell -> cell.value(measure) > 0)
        .map(cell -> new Point(cell.value(Measure.INTERACTIONS), cell.value(measure)))
        .toList();
  }
}
