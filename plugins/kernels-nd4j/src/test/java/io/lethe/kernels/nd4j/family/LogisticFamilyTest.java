package io.lethe.kernels.nd4j.family;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;

/** The whole contract for a family of a forward pass under the logistic loss. */
class LogisticFamilyTest extends DifferentiablePluginContract {

  private final TinyFamily plugin = new TinyFamily();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map
        .of("loss", "logistic", "factors", "4", "negatives", "2", "epochs-max", "40", "l2", "1");
  }
}
