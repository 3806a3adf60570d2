package io.lethe.evaluation.experiment;

import io.lethe.spi.RecommenderPlugin;
import java.util.Map;

/**
 * A model family with training options.
 *
 * @param name in tables: the family and the options that were chosen
 * @param options for training; the seed comes from the grid
 */
public record ModelChoice(String name, RecommenderPlugin plugin, Map<String, String> options) {

  public ModelChoice {
    options = Map.copyOf(options);
  }
}
