package io.lethe.plugins.lightgcn;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvergedErasureContract;
import java.util.Map;
import java.util.OptionalDouble;

class LightGcnImplicit2Test extends ConvergedErasureContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new LightGcnPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "implicit", "layers", "2", "factors", "17", "learning-rate", "0.05",
        "negatives", "8", "epochs-max", "40", "patience", "40", "init-deviation", "0.1", "l2", "1");
  }

  @Override
  protected Map<String, String> convergedOptions() {
    return Map.of(
        "objective", "implicit", "layers", "2", "factors", "3", "learning-rate", "0.05",
        "positive-from", "-1e9", "negatives", "4", "init-deviation", "0.3", "mode", "converged",
        "l2", "0.8", "tolerance", "1e-6");
  }

  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.05);
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
