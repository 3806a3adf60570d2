package io.lethe.client;

import java.util.Map;
import java.util.UUID;

/**
 * A training to run on the interactions imported for the model. Like {@link ErasureRequest}, it
 * carries the id under which it is run once.
 *
 * @param model the model's id, existing or not
 * @param plugin the plugin that trains, such as {@code mf}
 * @param options the plugin's own options; what is left out has the plugin's default
 * @param seed same data, options and seed: same parameters
 * @param requestId a random (version 4) UUID
 */
public record TrainingRequest(
    String model, String plugin, Map<String, String> options, long seed, UUID requestId) {

  public TrainingRequest {
    options = Map.copyOf(options);
  }

  /** A training with the plugin's defaults and seed 0, under a new request id. */
  public static TrainingRequest of(String model, String plugin) {
    return new TrainingRequest(model, plugin, Map.of(), 0, UUID.randomUUID());
  }

  /** The same, with these options. */
  public TrainingRequest with(Map<String, String> newOptions) {
    return new TrainingRequest(model, plugin, newOptions, seed, requestId);
  }

  /** The same, from this seed. */
  public TrainingRequest from(long newSeed) {
    return new TrainingRequest(model, plugin, options, newSeed, requestId);
  }
}
