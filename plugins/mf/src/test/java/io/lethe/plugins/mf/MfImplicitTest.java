package io.lethe.plugins.mf;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

class MfImplicitTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new MfPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "implicit", "negatives", "3", "factors", "17", "l2", "0.1", "learning-rate",
        "0.03", "batch-size", "50", "epochs-max", "20", "init-deviation", "0.1");
  }

  /** The best epoch of so small a training is an early one: much of a row is still as drawn. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.25);
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
