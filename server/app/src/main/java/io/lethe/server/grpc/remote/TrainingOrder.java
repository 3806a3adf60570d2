package io.lethe.server.grpc.remote;

import java.util.Map;
import java.util.UUID;

/**
 * A training to be asked for.
 *
 * @param options of the plugin, by name
 * @param requestId the same one on each retry
 */
public record TrainingOrder(
    String model, String plugin, Map<String, String> options, long seed, UUID requestId) {

  public TrainingOrder {
    options = Map.copyOf(options);
  }
}
