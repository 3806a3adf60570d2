package io.lethe.training.gradient;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

/** A family by its blocks and its model alone keeps the whole contract. */
class GradientPluginTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new FactorsPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("factors", "8", "negatives", "2", "l2", "1");
  }

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
