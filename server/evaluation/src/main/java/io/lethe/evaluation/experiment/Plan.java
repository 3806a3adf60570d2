package io.lethe.evaluation.experiment;

import io.lethe.evaluation.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * The grid. Every seed is gone through for all data sets before the next one, so that what is there
 * after an interruption is a whole table with fewer seeds.
 *
 * @param seeds of training and of the draws of forget sets
 */
public record Plan(
    List<Dataset> data, List<ModelChoice> models, List<ForgetKind> forget, List<Strategy> methods,
    List<Long> seeds) {

  public Plan {
    data = List.copyOf(data);
    models = List.copyOf(models);
    forget = List.copyOf(forget);
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
  }

  /** All cells, in the order in which they are measured. */
  public List<CellKey> cells() {
    List<CellKey> cells = new ArrayList<>();
    for (long seed : seeds) {
      for (Dataset dataset : data) {
        for (ModelChoice model : models) {
          for (ForgetKind kind : forget) {
            methods.forEach(method -> cells.addAll(cells(dataset, model, kind, seed, method)));
          }
        }
      }
    }
    return cells;
  }

  /** The cells of one method on one kind of forget set: one, or one for each point of a sequence. */
  static List<CellKey> cells(
      Dataset dataset, ModelChoice model, ForgetKind kind, long seed, Strategy method) {
    if (!kind.isSequence()) {
      return List.of(new CellKey(dataset.name(), model.name(), kind.id(), seed, method.name()));
    }
    return new ForgetSets(dataset, seed).points(kind)
        .stream()
        .map(
            point -> new CellKey(
                dataset.name(), model.name(), kind.id() + "-" + point, seed, method.name()))
        .toList();
  }
}
