package io.lethe.training;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.training.objective.LossTerms;

/**
 * What values interactions have.
 *
 * @param count number of them
 * @param lowest value
 * @param highest value
 * @param mean value
 */
public record ValueScale(int count, float lowest, float highest, double mean) {

  /** Looks at a view with at least one interaction. O(view). */
  public static ValueScale of(InteractionView view) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (int position : view.positions()) {
      float value = view.all().value(position);
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      sum += value;
    }
    return new ValueScale(view.size(), lowest, highest, sum / view.size());
  }

  /** From which value on an interaction says that the user liked the item: the mean, or any. */
  public float relevantFrom() {
    return lowest == highest ? lowest : (float) Math.min(mean, highest);
  }

  /**
   * Refuses data that a model cannot learn from with these terms: without a positive interaction, or
   * explicit without a negative one.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} that names what was found
   */
  public void checkLearnable(InteractionView view, LossTerms terms) {
    int positive = 0;
    for (int position : view.positions()) {
      positive += terms.label(view.all().value(position)) > 0 ? 1 : 0;
    }
    boolean explicit = terms.sampled() == 0;
    if (positive == 0 || (explicit && positive == count)) {
      throw OptionValues.refusal(
          "%s of %d interactions are positive with objective = %s and %s; %s. %s".formatted(
              positive == 0 ? "0" : "all", count, OptionValues.name(terms.objective()),
              explicit
                  ? "threshold = " + terms.threshold() + " (values above it are)"
                  : "positive-from = " + terms.positiveFrom() + " (values from there on are)",
              "values run from %s to %s, their mean is %.4g".formatted(lowest, highest, mean),
              advice(explicit)));
    }
  }

  private String advice(boolean explicit) {
    if (!explicit) {
      return "Take positive-from = auto, or a number up to " + highest;
    }
    return lowest == highest
        ? "Values that are all equal tell nothing of dislikes: take objective = implicit"
        : "Take a threshold from %s to below %s, or objective = implicit"
            .formatted(lowest, highest);
  }
}
