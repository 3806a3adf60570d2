package io.lethe.plugins.mf;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvergedErasureContract;
import java.util.Map;
import java.util.OptionalDouble;

class MfBiasesTest extends ConvergedErasureContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new MfPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "explicit", "factors", "3", "biases", "true", "learning-rate", "0.02",
        "batch-size", "50", "epochs-max", "30", "init-deviation", "0.1");
  }

  @Override
  protected Map<String, String> convergedOptions() {
    return Map.of(
        "objective", "explicit", "factors", "2", "biases", "true", "learning-rate", "0.05",
        "batch-size", "16", "epochs-max", "60", "init-deviation", "0.3", "mode", "converged", "l2",
        "0.8", "tolerance", "1e-6");
  }

  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.01);
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
