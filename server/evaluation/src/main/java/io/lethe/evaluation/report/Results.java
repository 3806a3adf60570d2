package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cells put together over their seeds. */
final class Results {

  private static final String RETRAINS = "method.retrain-required";

  private final List<Section> sections;

  Results(List<Cell> cells) {
    Map<List<String>, List<Cell>> grouped = grouped(
        cells, cell -> List.of(cell.key().data(), cell.key().model(), cell.key().forget()));
    this.sections = grouped.values().stream().map(Section::of).toList();
  }

  /** One forget set of one model on one data set; rows in the order in which they were measured. */
  record Section(String data, String model, String forget, List<Row> rows) {

    private static Section of(List<Cell> cells) {
      CellKey key = cells.getFirst().key();
      List<Row> rows = grouped(cells, cell -> cell.key().method()).values()
          .stream()
          .map(Row::new)
          .toList();
      return new Section(key.data(), key.model(), key.forget(), rows);
    }

    int seeds() {
      return (int) rows.stream()
          .flatMap(row -> row.cells().stream())
          .map(cell -> cell.key().seed())
          .distinct()
          .count();
    }
  }

  /** One method in a section: its cells, one for each seed. */
  record Row(List<Cell> cells) {

    String method() {
      return cells.getFirst().key().method();
    }

    Spread spread(Measure measure) {
      return spread(measure.id());
    }

    Spread spread(String name) {
      return Spread.of(
          cells.stream()
              .mapToDouble(cell -> cell.values().getOrDefault(name, Double.NaN))
              .toArray());
    }

    /** Mean rates of membership inference; empty if there are none. */
    List<Double> roc() {
      List<List<Double>> some = cells.stream()
          .map(Cell::roc)
          .filter(rates -> !rates.isEmpty())
          .toList();
      List<Double> means = new ArrayList<>();
      for (int k = 0; !some.isEmpty() && k < some.getFirst().size(); k++) {
        int place = k;
        means.add(some.stream().mapToDouble(rates -> rates.get(place)).average().orElse(0));
      }
      return means;
    }

    /** Cells in which the method itself saw that only training again would do, and did so. */
    long trainedAgain() {
      return cells.stream().filter(cell -> cell.values().getOrDefault(RETRAINS, 0.0) > 0).count();
    }

    /** Why there is nothing to show; empty if there is. */
    String note() {
      return cells.stream().map(Cell::note).filter(note -> !note.isEmpty()).findFirst().orElse("");
    }
  }

  List<Section> sections() {
    return sections;
  }

  /** Sections of one data set and model after another. */
  List<List<Section>> byModel() {
    return List
        .copyOf(grouped(sections, section -> List.of(section.data(), section.model())).values());
  }

  private static <K, T> Map<K, List<T>> grouped(List<T> all, Function<T, K> key) {
    Map<K, List<T>> groups = new LinkedHashMap<>();
    all.forEach(
        each -> groups.computeIfAbsent(key.apply(each), any -> new ArrayList<>()).add(each));
    return groups;
  }
}
