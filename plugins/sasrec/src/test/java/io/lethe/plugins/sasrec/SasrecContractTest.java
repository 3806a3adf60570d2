package io.lethe.plugins.sasrec;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

class SasrecContractTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new SasrecPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "positive-from", "-1e9", "negatives", "4", "factors", "4", "blocks", "1", "window", "6",
        "learning-rate", "0.02", "batch-size", "90", "epochs-max", "30", "init-deviation", "0.5",
        "l2", "0.1");
  }

  /** A user is nothing but the history. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(1e-9);
  }
}
