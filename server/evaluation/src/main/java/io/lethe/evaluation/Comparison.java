package io.lethe.evaluation;

import io.lethe.unlearning.UnlearningReport;
import java.util.List;

/**
 * What one comparison found.
 *
 * @param models original, retrained, other seed, unlearned
 * @param damping calibrated
 * @param prepareMillis to make the unlearning state, off the critical path
 * @param report of the unlearning
 */
public record Comparison(
    List<ComparedModel> models, double damping, double prepareMillis, UnlearningReport report) {

  public Comparison {
    models = List.copyOf(models);
  }
}
