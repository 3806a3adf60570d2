package io.lethe.spi;

import java.util.Arrays;

/**
 * Interactions that came after those a model reflects, as two views that fit each other: the rows of
 * {@code before.all()} stand at the same positions in {@code after.all()}, and every user and item
 * keeps its index; new users and items have the indices that follow.
 *
 * @param before what the model reflects
 * @param after what it is to reflect: what counted before and was not replaced by a later row of the
 *     same user and item, and what was added
 */
public record Addition(InteractionView before, InteractionView after) {

  public Addition {
    EntityKeys old = before.all().keys();
    EntityKeys grown = after.all().keys();
    if (grown.userCount() < old.userCount() || grown.itemCount() < old.itemCount()
        || after.all().size() < before.all().size()) {
      throw new IllegalArgumentException(
          "%d users, %d items, %d rows cannot grow to %d, %d, %d".formatted(
              old.userCount(), old.itemCount(), before.all().size(), grown.userCount(),
              grown.itemCount(), after.all().size()));
    }
  }

  /** Positions in {@code after.all()} of the interactions that were added, ascending. O(rows added). */
  public int[] added() {
    int from = before.all().size();
    int[] leftOut = after.leftOut();
    int found = Arrays.binarySearch(leftOut, from);
    int at = found < 0 ? -1 - found : found;
    int[] added = new int[after.all().size() - from - (leftOut.length - at)];
    int next = 0;
    for (int position = from; position < after.all().size(); position++) {
      if (at < leftOut.length && leftOut[at] == position) {
        at++;
      } else {
        added[next++] = position;
      }
    }
    return added;
  }

  /**
   * Positions in {@code before.all()} of the interactions that count no longer: a later row of the same
   * user and item stands in their place. Ascending. O(what is left out).
   */
  public int[] replaced() {
    return Arrays.stream(after.leftOut())
        .filter(position -> position < before.all().size() && before.contains(position))
        .toArray();
  }
}
