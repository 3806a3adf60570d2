package io.lethe.training;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import java.util.Arrays;

/**
 * Between which values those of interactions run, but for the outermost hundredth at either end: one
 * interaction of a million does not make all others alike, and the value of one person does not stand
 * in the options of a model that learnt from many.
 *
 * @param low the value that a hundredth of the interactions is below, or at
 * @param high the value that a hundredth of the interactions is above, or at
 */
public record ValueRange(float low, float high) {

  private static final int OUTERMOST = 100;

  /**
   * Looks at a view with at least one interaction. O(n log n).
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if a value is not finite
   */
  public static ValueRange of(InteractionView view) {
    int[] positions = view.positions();
    float[] values = new float[positions.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = view.all().value(positions[k]);
      if (!Float.isFinite(values[k])) {
        throw OptionValues.refusal(
            "the value of interaction %d is %s; values must be finite"
                .formatted(positions[k], values[k]));
      }
    }
    Arrays.sort(values);
    int out = values.length / OUTERMOST;
    return new ValueRange(values[out], values[values.length - 1 - out]);
  }
}
