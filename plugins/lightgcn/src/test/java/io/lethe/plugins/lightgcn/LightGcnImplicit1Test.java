package io.lethe.plugins.lightgcn;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvergedErasureContract;
import java.util.Map;
import java.util.OptionalDouble;

class LightGcnImplicit1Test extends ConvergedErasureContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new LightGcnPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "implicit", "layers", "1", "factors", "17", "learning-rate", "0.02",
        "epochs-max", "40", "patience", "40", "init-deviation", "0.3", "l2", "0.1");
  }

  @Override
  protected Map<String, String> convergedOptions() {
    return Map.of(
        "objective", "implicit", "layers", "1", "factors", "3", "learning-rate", "0.05",
        "positive-from", "-1e9", "negatives", "4", "init-deviation", "0.3", "mode", "converged",
        "l2", "0.5", "tolerance", "1e-6");
  }

  /** The best epoch of so small a training is an early one: much of a row is still as drawn. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.8);
  }

  @Override
  protected boolean learns() {
    return true;
  }

  @Override
  protected boolean tellsWhatMoved() {
    return true;
  }
}
