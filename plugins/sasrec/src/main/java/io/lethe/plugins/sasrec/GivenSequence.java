package io.lethe.plugins.sasrec;

import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;

/** A history that a model is asked for, checked. */
final class GivenSequence {

  private GivenSequence() {}

  /**
   * The items of it that count as choices, in its order; all of them where none does: a caller that knows
   * no values sends 1, which may be less than what counts in the data.
   *
   * @throws IndexOutOfBoundsException if an index is outside {@code 0 .. itemCount - 1}
   * @throws IllegalArgumentException if there is no interaction, an item is named twice, the arrays
   *     differ in length or a value is not finite
   */
  static int[] choices(int[] history, float[] values, int itemCount, LossTerms terms) {
    if (history.length == 0 || history.length != values.length) {
      throw new IllegalArgumentException(
          "a history of %d items and %d values; it takes at least 1 item, and a value for each"
              .formatted(history.length, values.length));
    }
    BitSet named = new BitSet(itemCount);
    for (int k = 0; k < history.length; k++) {
      int item = Objects.checkIndex(history[k], itemCount);
      if (named.get(item)) {
        throw new IllegalArgumentException("a history names item %d twice".formatted(item));
      }
      if (!Float.isFinite(values[k])) {
        throw new IllegalArgumentException(
            "a history gives item %d the value %s; it must be finite".formatted(item, values[k]));
      }
      named.set(item);
    }
    int[] choices = IntStream.range(0, history.length)
        .filter(k -> terms.counts(values[k]))
        .map(k -> history[k])
        .toArray();
    return choices.length == 0 ? Arrays.copyOf(history, history.length) : choices;
  }
}
