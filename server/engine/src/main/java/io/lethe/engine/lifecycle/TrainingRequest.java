package io.lethe.engine.lifecycle;

import io.lethe.engine.model.ModelName;
import java.util.Map;

/**
 * A training to do.
 *
 * @param model existing or not; its own log is what it is trained on
 * @param plugin name of the plugin; empty for the first of {@link EngineConfig#families} that fits the
 *     data's size
 * @param options the plugin's own; what is absent takes its default
 * @param seed of all randomness
 * @param validationShare share of the interactions held out, 0 to below 1
 * @param finalFit whether the model that serves is trained on all interactions, with what the
 *     held-out ones chose
 * @param beside whether the result is kept beside a version that answers instead of taking its place
 */
public record TrainingRequest(
    ModelName model, String plugin, Map<String, String> options, long seed, double validationShare,
    boolean finalFit, boolean beside) {

  /** Share held out unless asked otherwise. */
  public static final double VALIDATION_SHARE = 0.1;

  public TrainingRequest {
    options = Map.copyOf(options);
  }

  /** With the usual validation share and a final fit. */
  public static TrainingRequest of(
      ModelName model, String plugin, Map<String, String> options, long seed) {
    return new TrainingRequest(model, plugin, options, seed, VALIDATION_SHARE, true, false);
  }
}
