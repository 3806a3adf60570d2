package io.lethe.engine.change;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Users and items whose rows differ between two contents. The score of a user and an item that did not
 * move is the same in both, to the last bit. Immutable.
 *
 * @param users indices, ascending and distinct; only read
 * @param usersShared from this index on every user counts as moved: numbered anew, or new
 * @param items likewise
 * @param itemsShared likewise
 */
public record Moved(int[] users, int usersShared, int[] items, int itemsShared) {

  /** The content is the same. */
  static final Moved NOTHING = new Moved(
      new int[0], Integer.MAX_VALUE, new int[0], Integer.MAX_VALUE);

  /** Whether a user moved. O(log moved). */
  public boolean user(int user) {
    return user >= usersShared || Arrays.binarySearch(users, user) >= 0;
  }

  /** Whether an item moved. O(log moved). */
  public boolean item(int item) {
    return item >= itemsShared || Arrays.binarySearch(items, item) >= 0;
  }

  /**
   * The items that moved, ascending and distinct.
   *
   * @param count how many items there are now
   */
  public int[] items(int count) {
    // What moved may be gone again: items of a learned form, when a version without them took over.
    int end = Math.min(itemsShared, count);
    return IntStream
        .concat(Arrays.stream(items).takeWhile(item -> item < end), IntStream.range(end, count))
        .toArray();
  }

  /** This and what moved after it. */
  Moved then(Moved next) {
    return new Moved(
        union(users, next.users), Math.min(usersShared, next.usersShared), union(items, next.items),
        Math.min(itemsShared, next.itemsShared));
  }

  /** How many are named. */
  int size() {
    return users.length + items.length;
  }

  /**
   * The numbers of either array.
   *
   * @param left ascending and distinct; only read
   * @param right likewise
   * @return a new array, or one of the two where the other is empty
   */
  public static int[] union(int[] left, int[] right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    int[] all = new int[left.length + right.length];
    int count = 0;
    int l = 0;
    int r = 0;
    while (l < left.length || r < right.length) {
      boolean takeLeft = r == right.length || (l < left.length && left[l] <= right[r]);
      int value = takeLeft ? left[l++] : right[r++];
      if (count == 0 || all[count - 1] != value) {
        all[count++] = value;
      }
    }
    return Arrays.copyOf(all, count);
  }
}
