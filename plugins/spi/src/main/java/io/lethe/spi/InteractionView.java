package io.lethe.spi;

import java.util.Arrays;

/**
 * Interactions without the ones left out. Making a view costs what is left out, not what stays.
 *
 * @param all the columns
 * @param leftOut positions in {@code all} that do not count, ascending and distinct; copied
 */
public record InteractionView(Interactions all, int[] leftOut) {

  private static final int[] NONE = {};

  public InteractionView {
    leftOut = leftOut.clone();
    for (int k = 0; k < leftOut.length; k++) {
      int previous = k == 0 ? -1 : leftOut[k - 1];
      if (leftOut[k] <= previous || leftOut[k] >= all.size()) {
        throw new IllegalArgumentException(
            "left-out position %d after %d of %d interactions"
                .formatted(leftOut[k], previous, all.size()));
      }
    }
  }

  /** A view that leaves nothing out. */
  public static InteractionView of(Interactions all) {
    return new InteractionView(all, NONE);
  }

  /** A copy of the left-out positions. */
  @Override
  public int[] leftOut() {
    return leftOut.clone();
  }

  /** Number of interactions that count. */
  public int size() {
    return all.size() - leftOut.length;
  }

  /** Whether the interaction at a position counts. O(log of what is left out). */
  public boolean contains(int position) {
    return Arrays.binarySearch(leftOut, position) < 0;
  }

  /** Positions that count, ascending. O(all). */
  public int[] positions() {
    int[] positions = new int[size()];
    int next = 0;
    int out = 0;
    for (int k = 0; k < all.size(); k++) {
      if (out < leftOut.length && leftOut[out] == k) {
        out++;
      } else {
        positions[next++] = k;
      }
    }
    return positions;
  }

  /**
   * This view without some more interactions. O(what is left out).
   *
   * @param positions distinct positions that count so far, any order
   * @throws IllegalArgumentException if one is out of range or already left out
   */
  public InteractionView without(int[] positions) {
    int[] more = positions.clone();
    Arrays.sort(more);
    int[] merged = new int[leftOut.length + more.length];
    int left = 0;
    int right = 0;
    for (int k = 0; k < merged.length; k++) {
      boolean takeLeft = right == more.length
          || (left < leftOut.length && leftOut[left] <= more[right]);
      merged[k] = takeLeft ? leftOut[left++] : more[right++];
    }
    return new InteractionView(all, merged);
  }
}
