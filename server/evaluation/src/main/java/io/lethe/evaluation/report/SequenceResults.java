package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.ForgetKind;
import io.lethe.evaluation.experiment.Measure;
import io.lethe.evaluation.report.Plot.Point;
import io.lethe.evaluation.report.Results.Row;
import io.lethe.evaluation.report.Results.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The sections of one data set and model that are points of a sequence, shortest first. */
record SequenceResults(List<Section> sections) {

  static boolean isSequence(Section section) {
    return ForgetKind.ofCell(section.forget()).map(ForgetKind::isSequence).orElse(false);
  }

  /** The points of one kind of sequence; none if it was not measured. */
  static SequenceResults of(List<Section> sections, ForgetKind kind) {
    return new SequenceResults(
        sections.stream()
            .filter(section -> ForgetKind.ofCell(section.forget()).equals(Optional.of(kind)))
            .sorted(java.util.Comparator.comparingInt(SequenceResults::requests))
            .toList());
  }

  static int requests(Section section) {
    return Integer.parseInt(section.forget().substring(section.forget().lastIndexOf('-') + 1));
  }

  int longest() {
    return requests(sections.getLast());
  }

  List<String> methods() {
    LinkedHashSet<String> methods = new LinkedHashSet<>();
    sections.forEach(section -> section.rows().forEach(row -> methods.add(row.method())));
    return List.copyOf(methods);
  }

  static Optional<Row> row(Section section, String method) {
    return section.rows().stream().filter(row -> row.method().equals(method)).findFirst();
  }

  /** Means of a measure by number of requests. */
  List<Point> points(String method, Measure measure) {
    List<Point> points = new ArrayList<>();
    for (Section section : sections) {
      row(section, method).map(row -> row.spread(measure))
          .filter(Spread::known)
          .ifPresent(spread -> points.add(new Point(requests(section), spread.mean())));
    }
    return points;
  }
}
