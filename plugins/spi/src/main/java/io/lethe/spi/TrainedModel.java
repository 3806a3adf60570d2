package io.lethe.spi;

import java.util.Map;

/**
 * The outcome of training.
 *
 * @param model fitted
 * @param effective every option as it was used, defaults and values derived from the data included:
 *     training again with these and the same seed is coupled to this run
 * @param metrics numbers about the run by name: {@code epochs}, {@code best-epoch}, {@code loss},
 *     {@code validation-auc}, {@code gradient-norm}, {@code seconds}
 */
public record TrainedModel(
    RecommenderModel model, Map<String, String> effective, Map<String, Double> metrics) {

  public TrainedModel {
    effective = Map.copyOf(effective);
    metrics = Map.copyOf(metrics);
  }
}
