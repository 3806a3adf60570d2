package io.lethe.spi;

import java.util.Map;

/**
 * The outcome of training.
 *
 * @param model fitted
 * @param effective every option as it was used, defaults and values derived from the data included:
 *     training again with these and the same seed is coupled to this run
 * @param finalFit options that train the final model on all interactions, with the same seed and
 *     without any held out: what the held-out ones chose (the best epoch, a penalty) is written into
 *     them; empty if nothing was chosen by held-out interactions
 * @param metrics numbers about the run by name: {@code epochs}, {@code best-epoch}, {@code loss},
 *     {@code validation-auc}, {@code validation-ndcg} (at 10), {@code gradient-norm}, {@code seconds}
 */
public record TrainedModel(
    RecommenderModel model, Map<String, String> effective, Map<String, String> finalFit,
    Map<String, Double> metrics) {

  public TrainedModel {
    effective = Map.copyOf(effective);
    finalFit = Map.copyOf(finalFit);
    metrics = Map.copyOf(metrics);
  }

  /** The outcome of a training in which held-out interactions chose nothing. */
  public TrainedModel(
      RecommenderModel model, Map<String, String> effective, Map<String, Double> metrics) {
    this(model, effective, Map.of(), metrics);
  }
}
