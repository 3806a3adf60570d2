package io.lethe.engine.data;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which items each user has interacted with. Immutable and paged: a change copies one page of
 * pointers and shares the rest.
 */
final class SeenItems {

  private static final int PAGE_BITS = 10;
  private static final int USERS_PER_PAGE = 1 << PAGE_BITS;

  private static final int[][] NOBODY = {};
  private static final int[] NOTHING = {};

  private final int[][][] pages;

  private SeenItems(int[][][] pages) {
    this.pages = pages;
  }

  /** O(rows * log of what is left out). */
  static SeenItems of(InteractionTable table, InteractionView live) {
    int users = table.interactions().keys().userCount();
    int[][][] pages = new int[(users + USERS_PER_PAGE - 1) / USERS_PER_PAGE][][];
    for (int p = 0; p < pages.length; p++) {
      int from = p * USERS_PER_PAGE;
      pages[p] = new int[Math.min(USERS_PER_PAGE, users - from)][];
      for (int u = 0; u < pages[p].length; u++) {
        pages[p][u] = items(table, live, from + u);
      }
    }
    return new SeenItems(pages);
  }

  private static int[] items(InteractionTable table, InteractionView live, int user) {
    return Arrays.stream(table.ofUser(user))
        .filter(live::contains)
        .map(table.interactions()::item)
        .sorted()
        .toArray();
  }

  /** Ascending and distinct. Shared: nobody may modify it. */
  int[] of(int user) {
    return pages[user >> PAGE_BITS][user & (USERS_PER_PAGE - 1)];
  }

  /**
   * The same without some interactions that were seen. O(items seen by their users).
   *
   * @param positions distinct, in the table's columns
   */
  SeenItems without(int[] positions, Interactions all) {
    long[] gone = Arrays.stream(positions)
        .mapToLong(position -> ((long) all.user(position) << Integer.SIZE) | all.item(position))
        .sorted()
        .toArray();
    int[][][] next = pages.clone();
    boolean[] copied = new boolean[pages.length];
    for (int from = 0; from < gone.length;) {
      int user = (int) (gone[from] >> Integer.SIZE);
      int end = from;
      while (end < gone.length && (int) (gone[end] >> Integer.SIZE) == user) {
        end++;
      }
      int page = user >> PAGE_BITS;
      if (!copied[page]) {
        next[page] = pages[page].clone();
        copied[page] = true;
      }
      next[page][user & (USERS_PER_PAGE - 1)] = without(of(user), gone, from, end);
      from = end;
    }
    return new SeenItems(next);
  }

  /**
   * The same with more. O(items seen by their users, and pages).
   *
   * @param users how many there are then
   * @param seen user in the upper half, item in the lower, ascending and distinct; those that were seen
   *     before included or not
   */
  SeenItems with(int users, long[] seen) {
    int[][][] next = Arrays.copyOf(pages, (users + USERS_PER_PAGE - 1) / USERS_PER_PAGE);
    boolean[] copied = new boolean[next.length];
    int last = pages.length - 1;
    for (int p = Math.max(0, last); p < next.length; p++) {
      int[][] before = p <= last ? pages[p] : NOBODY;
      next[p] = Arrays.copyOf(before, Math.min(USERS_PER_PAGE, users - p * USERS_PER_PAGE));
      Arrays.fill(next[p], before.length, next[p].length, NOTHING);
      copied[p] = true;
    }
    for (int from = 0; from < seen.length;) {
      int user = (int) (seen[from] >> Integer.SIZE);
      int end = from;
      while (end < seen.length && (int) (seen[end] >> Integer.SIZE) == user) {
        end++;
      }
      int page = user >> PAGE_BITS;
      if (!copied[page]) {
        next[page] = pages[page].clone();
        copied[page] = true;
      }
      int[] known = next[page][user & (USERS_PER_PAGE - 1)];
      next[page][user & (USERS_PER_PAGE - 1)] = IntStream
          .concat(Arrays.stream(known), Arrays.stream(seen, from, end).mapToInt(pair -> (int) pair))
          .sorted()
          .distinct()
          .toArray();
      from = end;
    }
    return new SeenItems(next);
  }

  /** Both ascend by item, and each item that goes is there. */
  private static int[] without(int[] items, long[] gone, int from, int end) {
    int[] fewer = new int[items.length - (end - from)];
    int next = from;
    int kept = 0;
    for (int item : items) {
      if (next < end && (int) gone[next] == item) {
        next++;
      } else {
        fewer[kept++] = item;
      }
    }
    return fewer;
  }
}
