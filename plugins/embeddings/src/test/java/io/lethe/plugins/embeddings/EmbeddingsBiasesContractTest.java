package io.lethe.plugins.embeddings;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

class EmbeddingsBiasesContractTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new TrainedByMf(
        Map.of(
            "negatives", "3", "factors", "16", "l2", "0.1", "learning-rate", "0.02", "batch-size",
            "50", "epochs-max", "20", "init-deviation", "0.1", "biases", "true"));
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("positive-from", "3.5");
  }

  /** As far as in the family that trained the vectors. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.3);
  }
}
