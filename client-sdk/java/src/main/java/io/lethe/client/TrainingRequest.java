package io.lethe.client;

import java.util.Map;
import java.util.UUID;

/**
 * A training to run on the interactions imported for the model. Like {@link ErasureRequest}, it
 * carries the id under which it is run once.
 *
 * @param model the model's id, existing or not
 * @param plugin the plugin that trains, such as {@code ease}; empty leaves the choice to the server, by
 *     the data's size
 * @param options the plugin's own options; what is left out has the plugin's default
 * @param seed same data, options and seed: same parameters
 * @param finalFit whether the model is trained again on all interactions, held-out ones included, at
 *     what they chose
 * @param beside whether the version is kept beside the active one instead of taking its place
 * @param requestId a random (version 4) UUID
 */
public record TrainingRequest(
    String model, String plugin, Map<String, String> options, long seed, boolean finalFit,
    boolean beside, UUID requestId) {

  public TrainingRequest {
    options = Map.copyOf(options);
  }

  /** One whose version takes the active one's place. */
  public TrainingRequest(
      String model, String plugin, Map<String, String> options, long seed, boolean finalFit,
      UUID requestId) {
    this(model, plugin, options, seed, finalFit, false, requestId);
  }

  /** A training by the plugin that the server chooses, with its defaults. */
  public static TrainingRequest of(String model) {
    return of(model, "");
  }

  /** A training with the plugin's defaults, seed 0 and a final fit, under a new request id. */
  public static TrainingRequest of(String model, String plugin) {
    return new TrainingRequest(model, plugin, Map.of(), 0, true, UUID.randomUUID());
  }

  /** The same, with these options. */
  public TrainingRequest with(Map<String, String> newOptions) {
    return new TrainingRequest(model, plugin, newOptions, seed, finalFit, beside, requestId);
  }

  /** The same, from this seed. */
  public TrainingRequest from(long newSeed) {
    return new TrainingRequest(model, plugin, options, newSeed, finalFit, beside, requestId);
  }

  /** The same, and the version never learns from the held-out interactions. */
  public TrainingRequest withoutFinalFit() {
    return new TrainingRequest(model, plugin, options, seed, false, beside, requestId);
  }

  /** The same, and the version is kept beside the active one: for an alias, or to be activated. */
  public TrainingRequest keptBeside() {
    return new TrainingRequest(model, plugin, options, seed, finalFit, true, requestId);
  }
}
