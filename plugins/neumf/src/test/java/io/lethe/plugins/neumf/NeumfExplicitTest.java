package io.lethe.plugins.neumf;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvexErasureContract;
import java.util.Map;

class NeumfExplicitTest extends ConvexErasureContract {

  private final NeumfPlugin plugin = new NeumfPlugin();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "objective", "explicit", "factors", "4", "layers", "6,4", "learning-rate", "0.02",
        "batch-size", "90", "epochs-max", "12", "init-deviation", "0.2", "l2", "0.1");
  }

  @Override
  protected String convexBlock() {
    return "output-hidden";
  }
}
