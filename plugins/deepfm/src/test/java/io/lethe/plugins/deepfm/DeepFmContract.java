package io.lethe.plugins.deepfm;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ConvexErasureContract;
import java.util.Map;

/** A small machine under one loss, on ratings of items with features. */
abstract class DeepFmContract extends ConvexErasureContract {

  private final DeepFmPlugin plugin = new DeepFmPlugin();

  /** The value of the option {@code loss}. */
  abstract String loss();

  /** The value of the option {@code objective}. */
  String objective() {
    return "implicit";
  }

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "loss", loss(), "objective", objective(), "positive-from", "-1e9", "negatives", "2",
        "factors", "4", "layers", "5,3", "epochs-max", "30", "l2", "0.3");
  }

  @Override
  protected String convexBlock() {
    return "feature-weights";
  }
}
