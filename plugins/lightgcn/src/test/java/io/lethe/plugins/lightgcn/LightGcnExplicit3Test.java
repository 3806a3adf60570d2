package io.lethe.plugins.lightgcn;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvergedErasureContract;
import java.util.Map;
import java.util.OptionalDouble;

class LightGcnExplicit3Test extends ConvergedErasureContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new LightGcnPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "explicit", "layers", "3", "factors", "5", "learning-rate", "0.02",
        "epochs-max", "30", "init-deviation", "0.1", "l2", "0.1");
  }

  @Override
  protected Map<String, String> convergedOptions() {
    return Map.of(
        "objective", "explicit", "layers", "3", "factors", "3", "learning-rate", "0.05",
        "batches-per-epoch", "4", "epochs-max", "60", "init-deviation", "0.3", "mode", "converged",
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
