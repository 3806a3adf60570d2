package io.lethe.spi;

import java.util.Map;

/**
 * How to train.
 *
 * @param seed of all randomness
 * @param options by name, as text; what is absent takes the plugin's default
 */
public record TrainingConfig(long seed, Map<String, String> options) {

  public TrainingConfig {
    options = Map.copyOf(options);
  }
}
