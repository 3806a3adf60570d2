package io.lethe.evaluation.strategy;

import io.lethe.spi.RecommenderModel;
import java.util.Map;

/** A model and all that its strategy needs to forget from it. Immutable. */
public interface Forgetful {

  /** What would be served now. */
  RecommenderModel model();

  /**
   * Forgets. Everything from here to the new model counts as the time of the request.
   *
   * @param request positions in the setting's training columns that are still retained
   */
  Step forget(ForgetRequest request);

  /**
   * What one request led to.
   *
   * @param next forgets the next request, on what this one left
   * @param measures numbers by name, such as {@code hessian-products}, {@code residual}
   */
  record Step(Forgetful next, Map<String, Double> measures) {
    public Step {
      measures = Map.copyOf(measures);
    }
  }
}
