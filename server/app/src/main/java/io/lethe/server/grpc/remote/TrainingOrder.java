package io.lethe.server.grpc.remote;

import java.util.Map;
import java.util.UUID;

/**
 * A training to be asked for.
 *
 * @param plugin empty leaves the choice to the server
 * @param options of the plugin, by name
 * @param finalFit whether the model is trained again on all interactions, held-out ones included
 * @param requestId the same one on each retry
 */
public record TrainingOrder(
    String model, String plugin, Map<String, String> options, long seed, boolean finalFit,
    UUID requestId) {

  public TrainingOrder {
    options = Map.copyOf(options);
  }
}
