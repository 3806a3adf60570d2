package io.lethe.evaluation.report;

import static io.lethe.evaluation.report.Markup.at;
import static io.lethe.evaluation.report.Markup.escaped;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** A drawing with two axes, as inline SVG. Labels keep out of each other's way. */
final class Plot {

  static final double LEFT = 66;
  static final double RIGHT = 500;
  static final double TOP = 14;
  static final double BOTTOM = 268;
  private static final double WIDTH = 640;
  private static final double HEIGHT = 312;
  private static final double LINE = 13;
  private static final double CHARACTER = 6.4;

  private final Scale across;
  private final Scale up;
  private final StringBuilder body = new StringBuilder();
  private final List<Label> labels = new ArrayList<>();

  private record Label(double x, double y, String text, String colour) {

    boolean near(Label other) {
      boolean beside = x < other.x + other.text.length() * CHARACTER
          && other.x < x + text.length() * CHARACTER;
      return beside && Math.abs(y - other.y) < LINE;
    }

    Label moved(double down) {
      return new Label(x, y + down, text, colour);
    }
  }

  /** One point of a line. */
  record Point(double x, double y) {}

  /** An empty plot whose scales end at {@link #LEFT}, {@link #RIGHT}, {@link #BOTTOM}, {@link #TOP}. */
  Plot(
      Scale across, String acrossTitle, DoubleFunction<String> acrossText, Scale up, String upTitle,
      DoubleFunction<String> upText) {
    this.across = across;
    this.up = up;
    for (double tick : up.ticks()) {
      double y = up.pixels(tick);
      segment("grid", LEFT, y, RIGHT, y);
      text("end", LEFT - 6, y + 4, upText.apply(tick));
    }
    for (double tick : across.ticks()) {
      double x = across.pixels(tick);
      segment("grid", x, TOP, x, BOTTOM);
      text("middle", x, BOTTOM + 16, acrossText.apply(tick));
    }
    text("middle", (LEFT + RIGHT) / 2, HEIGHT - 8, acrossTitle);
    body.append(
        "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(12 %s) rotate(-90)\">%s</text>\n"
            .formatted(at((TOP + BOTTOM) / 2), escaped(upTitle)));
  }

  /** A dashed line across, with a remark at its right end. */
  void level(double value, String remark) {
    double y = up.pixels(value);
    segment("level", LEFT, y, RIGHT, y);
    labels.add(new Label(RIGHT + 6, y + 4, remark, "currentColor"));
  }

  /** A dot with its name, and its spread as a bar. */
  void dot(double x, double y, double low, double high, String name, String colour) {
    double px = across.pixels(x);
    double py = up.pixels(y);
    body.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>\n"
            .formatted(at(px), at(up.pixels(low)), at(px), at(up.pixels(high)), colour));
    body.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"4.5\" fill=\"%s\"/>\n".formatted(at(px), at(py), colour));
    labels.add(new Label(px + 9, py + 4, name, colour));
  }

  /** A line through points, its name at the right end. */
  void line(List<Point> points, String name, String colour, boolean dashed) {
    String path = points.stream()
        .map(p -> at(across.pixels(p.x())) + "," + at(up.pixels(p.y())))
        .collect(Collectors.joining(" "));
    body.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n"
            .formatted(path, colour, dashed ? " stroke-dasharray=\"5 4\"" : ""));
    points.forEach(
        p -> body.append(
            "<circle cx=\"%s\" cy=\"%s\" r=\"2.5\" fill=\"%s\"/>\n"
                .formatted(at(across.pixels(p.x())), at(up.pixels(p.y())), colour)));
    Point last = points.getLast();
    labels.add(new Label(across.pixels(last.x()) + 8, up.pixels(last.y()) + 4, name, colour));
  }

  /** The whole drawing. */
  String svg(String description) {
    StringBuilder svg = new StringBuilder(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>%s</title>\n"
            .formatted(at(WIDTH), at(HEIGHT), escaped(description)));
    svg.append(body);
    placed().forEach(
        label -> svg.append(
            "<text class=\"label\" x=\"%s\" y=\"%s\" fill=\"%s\">%s</text>\n"
                .formatted(at(label.x()), at(label.y()), label.colour(), escaped(label.text()))));
    return svg.append("</svg>\n").toString();
  }

  /** From top to bottom, each one as near to its place as those before it leave room. */
  private List<Label> placed() {
    List<Label> placed = new ArrayList<>();
    labels.sort(Comparator.comparingDouble(Label::y));
    labels.forEach(wanted -> placed.add(free(wanted, placed)));
    return placed;
  }

  private static Label free(Label wanted, List<Label> placed) {
    for (int step = 0; step <= 4 * placed.size(); step++) {
      Label down = wanted.moved(step * LINE / 2);
      Label up = wanted.moved(-step * LINE / 2);
      if (up.y() > TOP && placed.stream().noneMatch(up::near)) {
        return up;
      }
      if (down.y() < BOTTOM && placed.stream().noneMatch(down::near)) {
        return down;
      }
    }
    return wanted;
  }

  private void segment(String style, double x1, double y1, double x2, double y2) {
    body.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(style, at(x1), at(y1), at(x2), at(y2)));
  }

  private void text(String anchor, double x, double y, String text) {
    body.append(
        "<text class=\"axis\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(anchor, at(x), at(y), escaped(text)));
  }
}
