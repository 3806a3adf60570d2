package io.lethe.engine.model;

import io.lethe.spi.InteractionView;
import java.util.Arrays;

/**
 * Which items each user has interacted with. Immutable and paged: a change copies one page of
 * pointers and shares the rest.
 */
final class SeenItems {

  private static final int PAGE_BITS = 10;
  private static final int USERS_PER_PAGE = 1 << PAGE_BITS;

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

  /** The same, with some users' items read again. */
  SeenItems refreshed(int[] users, InteractionTable table, InteractionView live) {
    int[][][] next = pages.clone();
    boolean[] copied = new boolean[pages.length];
    for (int user : users) {
      int page = user >> PAGE_BITS;
      if (!copied[page]) {
        next[page] = pages[page].clone();
        copied[page] = true;
      }
      next[page][user & (USERS_PER_PAGE - 1)] = items(table, live, user);
    }
    return new SeenItems(next);
  }
}
