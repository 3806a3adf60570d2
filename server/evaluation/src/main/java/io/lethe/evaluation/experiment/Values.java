package io.lethe.evaluation.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what one cell measures; keeps only what is finite. Confined to one thread. */
final class Values {

  private static final String OF_METHOD = "method.";

  private final Map<String, Double> values = new HashMap<>();
  private List<Double> roc = List.of();

  void put(Measure measure, double value) {
    put(measure.id(), value);
  }

  /** A measure that is there, else NaN. */
  double get(Measure measure) {
    return values.getOrDefault(measure.id(), Double.NaN);
  }

  /** All that another one has. */
  void addAll(Values other) {
    values.putAll(other.values);
  }

  /** What a method reports of itself. */
  void putAll(Map<String, Double> measures) {
    measures.forEach((name, value) -> put(OF_METHOD + name, value));
    put(Measure.PRODUCTS, measures.getOrDefault(Measure.PRODUCTS.id(), Double.NaN));
  }

  void roc(List<Double> rates) {
    roc = List.copyOf(rates);
  }

  private void put(String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    }
  }

  Cell cell(CellKey key) {
    return new Cell(key, values, roc, "");
  }
}
