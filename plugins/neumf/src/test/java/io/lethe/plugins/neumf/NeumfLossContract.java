package io.lethe.plugins.neumf;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvexErasureContract;
import java.util.Map;

/** The same small network under a loss other than the logistic one. */
abstract class NeumfLossContract extends ConvexErasureContract {

  private final NeumfPlugin plugin = new NeumfPlugin();

  /** The value of the option {@code loss}. */
  abstract String loss();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "loss", loss(), "positive-from", "-1e9", "negatives", "2", "factors", "3", "layers", "5",
        "activation", "tanh", "learning-rate", "0.02", "batch-size", "120", "epochs-max", "10",
        "init-deviation", "0.2");
  }

  @Override
  protected String convexBlock() {
    return "output-hidden";
  }
}
