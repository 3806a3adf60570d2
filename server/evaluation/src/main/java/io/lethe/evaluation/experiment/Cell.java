package io.lethe.evaluation.experiment;

import java.util.List;
import java.util.Map;

/**
 * One method on one forget set of one model, measured.
 *
 * @param values by {@link Measure#id()}; what a method reports itself has {@code method.} in front.
 *     All finite: what could not be measured is absent
 * @param roc true positive rates of membership inference; empty if there are none
 * @param note why there are no values; empty if there are
 */
public record Cell(CellKey key, Map<String, Double> values, List<Double> roc, String note) {

  public Cell {
    values = Map.copyOf(values);
    roc = List.copyOf(roc);
  }

  /** A measure; NaN if it is absent. */
  public double value(Measure measure) {
    return values.getOrDefault(measure.id(), Double.NaN);
  }
}
