package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.measure.MembershipInference;
import io.lethe.evaluation.report.Plot.Point;
import io.lethe.evaluation.report.Results.Row;
import io.lethe.evaluation.report.Results.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plots of a report. */
final class Plots {

  private static final double CLOSENESS_MAX = 2;
  private static final double ROOM = 1.15;
  private static final double LEAST_RATE = 1e-3;
  /** Times below it stand at the left edge. */
  private static final double LEAST_SECONDS = 1e-6;
  private static final double LITTLE = 1e-6;

  private Plots() {}

  /** Closeness on some pairs against seconds; empty if nothing has both. */
  static String closeness(Section section, Measure closeness) {
    List<Row> rows = section.rows()
        .stream()
        .filter(row -> row.spread(closeness).known() && row.spread(Measure.SECONDS).known())
        .toList();
    if (rows.isEmpty()) {
      return "";
    }
    double slowest = Math.max(most(rows, Measure.SECONDS), LEAST_SECONDS);
    double fastest = rows.stream()
        .mapToDouble(row -> Math.max(row.spread(Measure.SECONDS).mean(), LEAST_SECONDS))
        .min()
        .orElse(LEAST_SECONDS);
    Plot plot = new Plot(
        new Scale(
            Math.pow(10, Math.floor(Math.log10(fastest))),
            Math.pow(10, Math.ceil(Math.log10(slowest) + LITTLE)), Plot.LEFT, Plot.RIGHT, true),
        "time of the request, logarithmic", Form.SECONDS::text,
        new Scale(
            0, Math.clamp(most(rows, closeness) * ROOM, ROOM, CLOSENESS_MAX), Plot.BOTTOM, Plot.TOP,
            false),
        "distance to the retrain", Plots::plain);
    plot.level(1, "doing nothing");
    for (Row row : rows) {
      Spread seconds = row.spread(Measure.SECONDS);
      Spread gap = row.spread(closeness);
      String beyond = gap.mean() > CLOSENESS_MAX ? " (" + Form.SHARE.text(gap.mean()) + ")" : "";
      plot.dot(
          seconds.mean(), gap.mean(), gap.min(), gap.max(), row.method() + beyond,
          Palette.colour(row.method()));
    }
    return plot.svg("Closeness to the retrained model against time");
  }

  /** Membership inference: one curve for each method; empty without any. */
  static String membership(Section section) {
    List<Row> rows = section.rows().stream().filter(row -> !row.roc().isEmpty()).toList();
    if (rows.isEmpty()) {
      return "";
    }
    Plot plot = new Plot(
        new Scale(LEAST_RATE, 1, Plot.LEFT, Plot.RIGHT, true),
        "never-trained pairs called members, logarithmic", Plots::percent,
        new Scale(0, 1, Plot.BOTTOM, Plot.TOP, false), "forgotten pairs found", Plots::percent);
    List<Double> rates = MembershipInference.FALSE_POSITIVES;
    plot.line(
        rates.stream().map(rate -> new Point(rate, rate)).toList(), "guessing", "currentColor",
        true);
    for (Row row : rows) {
      List<Double> found = row.roc();
      List<Point> points = new ArrayList<>();
      for (int k = 0; k < rates.size(); k++) {
        points.add(new Point(rates.get(k), found.get(k)));
      }
      plot.line(points, row.method(), Palette.colour(row.method()), false);
    }
    return plot.svg("Membership inference on the forgotten pairs");
  }

  /** A measure along a sequence; empty without any. */
  static String along(SequenceResults sequence, Measure measure, String title, Form form) {
    List<List<Point>> lines = sequence.methods()
        .stream()
        .map(method -> sequence.points(method, measure))
        .toList();
    double[] values = lines.stream().flatMap(List::stream).mapToDouble(Point::y).toArray();
    if (values.length == 0) {
      return "";
    }
    Spread spread = Spread.of(values);
    boolean time = form == Form.SECONDS;
    Scale up = time
        ? new Scale(
            Math.pow(10, Math.floor(Math.log10(Math.max(spread.min(), 1e-9)))),
            Math.pow(10, Math.ceil(Math.log10(Math.max(spread.max(), 1e-9)) + 1e-6)), Plot.BOTTOM,
            Plot.TOP, true)
        : new Scale(0, Math.max(spread.max() * ROOM, 1e-6), Plot.BOTTOM, Plot.TOP, false);
    Plot plot = new Plot(
        new Scale(1, Math.max(10, sequence.longest()), Plot.LEFT, Plot.RIGHT, true),
        "requests so far, logarithmic", Form.COUNT::text, up, title, time ? form::text : up::text);
    for (int m = 0; m < lines.size(); m++) {
      if (!lines.get(m).isEmpty()) {
        String method = sequence.methods().get(m);
        plot.line(lines.get(m), method, Palette.colour(method), false);
      }
    }
    return plot.svg(title + " along a sequence of requests");
  }

  private static double most(List<Row> rows, Measure measure) {
    return rows.stream().mapToDouble(row -> row.spread(measure).max()).max().orElse(1);
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0099 ? "%.1f %%" : "%.0f %%", 100 * share);
  }
}
