package io.lethe.evaluation.experiment;

import io.lethe.evaluation.strategy.Strategy;
import io.lethe.spi.PluginException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures the cells of a grid, one after another. The original of a data set, family and seed, and
 * the retrained models of a forget set, are trained once and shared by all methods. Confined to one
 * thread.
 */
public final class Experiment {

  private static final String NO_LABELS = "all values are alike: no label can be wrong";

  private final Plan plan;
  private final Laboratory laboratory;

  /** An experiment. */
  public Experiment(Plan plan, Laboratory laboratory) {
    this.plan = plan;
    this.laboratory = laboratory;
  }

  /**
   * Measures what is not there yet, in the order of {@link Plan#cells()}.
   *
   * @param done cells of earlier runs
   * @param sink receives every cell as soon as it is measured
   * @throws PluginException if the original or the retrained model cannot be trained
   */
  public void run(Set<CellKey> done, Consumer<Cell> sink, Progress progress) {
    List<CellKey> cells = plan.cells();
    Bookkeeping books = new Bookkeeping(cells, done, sink, progress);
    for (long seed : plan.seeds()) {
      for (Dataset data : plan.data()) {
        for (ModelChoice model : plan.models()) {
          run(data, model, seed, books);
        }
      }
    }
    books.finished();
  }

  private void run(Dataset data, ModelChoice model, long seed, Bookkeeping books) {
    Origins origins = new Origins(data, model, seed, laboratory);
    for (ForgetKind kind : plan.forget()) {
      ForgetCase forget = new ForgetCase(data, kind, seed, origins, laboratory);
      boolean possible = !kind.wrongLabels() || data.wrong().length > 0;
      for (Strategy method : plan.methods()) {
        List<CellKey> keys = Plan.cells(data, model, kind, seed, method);
        if (!possible) {
          keys.forEach(key -> books.add(ForgetCase.none(key, NO_LABELS)));
        } else if (books.wanted(keys)) {
          measure(forget, kind, method, keys, books);
        }
      }
    }
  }

  private static void measure(
      ForgetCase forget, ForgetKind kind, Strategy method, List<CellKey> keys, Bookkeeping books) {
    books.begin(keys.getFirst());
    forget.prepare();
    try {
      if (kind.isSequence()) {
        forget.sequence(method, keys, books::add);
      } else {
        books.add(forget.single(method, keys.getFirst()));
      }
    } catch (PluginException refused) {
      // A method that does not fit a family is a finding; it must not end the others.
      String reason = String.valueOf(refused.getMessage());
      keys.forEach(key -> books.add(ForgetCase.none(key, reason)));
    }
  }
}
