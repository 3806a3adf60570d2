package io.lethe.training.history;

import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.Arrays;
import java.util.Objects;

/**
 * A history that a model is asked for, checked, its items ascending: so that an answer has the same
 * bits in whatever order the interactions were given. The arrays are only read.
 *
 * @param items distinct, ascending
 * @param values of each interaction, finite
 */
public record GivenHistory(int[] items, float[] values) {

  /**
   * A copy in order. O(n log n).
   *
   * @param history item indices, any order; only read
   * @param values of each; only read
   * @throws IndexOutOfBoundsException if an index is outside {@code 0 .. itemCount - 1}
   * @throws IllegalArgumentException if there is no interaction, an item is named twice, the arrays
   *     differ in length or a value is not finite
   */
  public static GivenHistory of(int[] history, float[] values, int itemCount) {
    if (history.length == 0 || history.length != values.length) {
      throw new IllegalArgumentException(
          "a history of %d items and %d values; it takes at least 1 item, and a value for each"
              .formatted(history.length, values.length));
    }
    long[] order = new long[history.length];
    for (int k = 0; k < order.length; k++) {
      order[k] = (long) Objects.checkIndex(history[k], itemCount) << Integer.SIZE | k;
    }
    Arrays.sort(order);
    int[] items = new int[order.length];
    float[] sorted = new float[order.length];
    for (int k = 0; k < order.length; k++) {
      items[k] = (int) (order[k] >>> Integer.SIZE);
      sorted[k] = values[(int) order[k]];
      check(items, sorted, k);
    }
    return new GivenHistory(items, sorted);
  }

  private static void check(int[] items, float[] values, int at) {
    if (at > 0 && items[at] == items[at - 1]) {
      throw new IllegalArgumentException("a history names item %d twice".formatted(items[at]));
    }
    if (!Float.isFinite(values[at])) {
      throw new IllegalArgumentException(
          "a history gives item %d the value %s; it must be finite"
              .formatted(items[at], values[at]));
    }
  }

  /**
   * Itself, unless implicit terms find no choice in it: then with every interaction as a choice. A caller
   * that knows no values sends 1, which may be less than what counts in the data.
   */
  public GivenHistory asChoices(LossTerms terms) {
    boolean known = terms.objective() == Objective.EXPLICIT;
    for (float value : values) {
      known |= terms.counts(value);
    }
    if (known) {
      return this;
    }
    float[] choices = new float[values.length];
    Arrays.fill(choices, terms.positiveFrom());
    return new GivenHistory(items, choices);
  }

  /** Number of interactions, at least 1. */
  public int size() {
    return items.length;
  }
}
