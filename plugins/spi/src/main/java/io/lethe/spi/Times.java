package io.lethe.spi;

import java.util.Arrays;

/**
 * A column of times, kept from the first one that is known on: rows of unknown times before it cost
 * nothing. Immutable.
 *
 * @param first position of the first kept time
 * @param kept the times from there on; positions beyond them have none
 */
record Times(int first, long[] kept) {

  static final Times NONE = new Times(0, new long[0]);

  /** Of a whole column, or of an empty one; copies. */
  static Times of(long[] all) {
    int first = 0;
    while (first < all.length && all[first] == Interactions.UNKNOWN_TIME) {
      first++;
    }
    return first == all.length
        ? NONE
        : new Times(first, Arrays.copyOfRange(all, first, all.length));
  }

  boolean isEmpty() {
    return kept.length == 0;
  }

  long at(int position) {
    return position >= first && position < first + kept.length
        ? kept[position - first]
        : Interactions.UNKNOWN_TIME;
  }

  /** These, and behind so many rows those of more. O(rows from the first known time on). */
  Times followedBy(int rows, Times more) {
    if (more.isEmpty()) {
      return this;
    }
    int from = isEmpty() ? rows + more.first : first;
    long[] joined = Arrays.copyOf(kept, rows + more.first + more.kept.length - from);
    System.arraycopy(more.kept, 0, joined, rows + more.first - from, more.kept.length);
    return new Times(from, joined);
  }

  /** Those of some positions, in their order. */
  Times at(int[] positions) {
    return isEmpty() ? NONE : of(Arrays.stream(positions).mapToLong(this::at).toArray());
  }
}
