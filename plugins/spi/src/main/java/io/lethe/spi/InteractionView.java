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
   * Positions that count, user after user by index, each user's the oldest first, in the order of {@link
   * Interactions#compareOrder}. O(all), and O(n log n) in the interactions of users whose log is not in
   * order of time.
   */
  public int[] sequences() {
    int[] starts = new int[all.keys().userCount() + 1];
    int[] positions = positions();
    for (int position : positions) {
      starts[all.user(position) + 1]++;
    }
    for (int user = 0; user + 1 < starts.length; user++) {
      starts[user + 1] += starts[user];
    }
    int[] next = starts.clone();
    int[] ordered = new int[positions.length];
    for (int position : positions) {
      ordered[next[all.user(position)]++] = position;
    }
    for (int user = 0; user + 1 < starts.length && all.hasTimes(); user++) {
      order(ordered, starts[user], starts[user + 1]);
    }
    return ordered;
  }

  private void order(int[] positions, int from, int to) {
    boolean inOrder = true;
    for (int k = from + 1; k < to; k++) {
      inOrder &= all.compareOrder(positions[k - 1], positions[k]) < 0;
    }
    if (!inOrder) {
      int[] sorted = Arrays.stream(positions, from, to)
          .boxed()
          .sorted(all::compareOrder)
          .mapToInt(Integer::intValue)
          .toArray();
      System.arraycopy(sorted, 0, positions, from, sorted.length);
    }
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
