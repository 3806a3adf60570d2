package io.lethe.plugins.ials;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.training.ValueRange;

/**
 * How much an interaction counts beside a pair without one, which counts 1: {@code c = 1 + alpha *
 * w} (Hu, Koren, Volinsky 2008, section 4). The weight is {@code .5 + .5 (v - low) / (high - low)},
 * cut off at both ends, and 1 where all values are equal or count alike.
 *
 * @param weights whether values matter
 * @param low value of weight one half; NaN until {@link #resolved}
 * @param high value of weight 1; NaN until {@link #resolved}
 * @param alpha what an interaction of weight 1 counts more than a pair without one
 */
record Confidence(Weights weights, float low, float high, float alpha) {

  /** What an interaction's weight is made of. */
  enum Weights {
    /** Its value, between the lowest and the highest. */
    VALUES,
    /** Nothing: each weighs 1. */
    EQUAL
  }

  /**
   * The same with a range: the given ends, and for those not given the data's own ({@link ValueRange}).
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if a value is not finite or the ends
   *     are the wrong way round
   */
  Confidence resolved(InteractionView view) {
    ValueRange range = ValueRange.of(view);
    return new Confidence(
        weights, Float.isNaN(low) ? range.low() : low, Float.isNaN(high) ? range.high() : high,
        alpha).checked();
  }

  private Confidence checked() {
    if (low > high) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT,
          "value-low = %s is above value-high = %s, as given or as the data has it"
              .formatted(low, high));
    }
    return this;
  }

  /** What an interaction of a value counts beyond 1. */
  float extra(float value) {
    return switch (weights) {
      case EQUAL -> alpha;
      case VALUES -> alpha * weight(value);
    };
  }

  private float weight(float value) {
    if (!(low < high)) {
      return 1;
    }
    return 0.5f + 0.5f * Math.clamp((value - low) / (high - low), 0f, 1f);
  }
}
