package io.lethe.plugins.sasrec;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

/** Two blocks, one on the other, that look back three interactions each; low values count not. */
class SasrecTwoBlocksTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new SasrecPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "negatives", "3", "factors", "8", "blocks", "2", "window", "3", "learning-rate", "0.02",
        "batch-size", "40", "epochs-max", "40", "init-deviation", "0.9", "l2", "0.1");
  }

  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(1e-9);
  }
}
