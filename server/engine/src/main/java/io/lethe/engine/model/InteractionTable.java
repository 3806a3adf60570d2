package io.lethe.engine.model;

import io.lethe.spi.Interactions;

/**
 * A model's interactions in memory. The interaction at position {@code k} is row {@code k} of the
 * model's log, for ever; rows that are not the model's (purged, excluded, or superseded by a later
 * row of the same user and item) are holes: they have a place and do not count. Immutable; shared by
 * all versions of one training.
 */
public final class InteractionTable {

  private final Interactions interactions;
  private final int[] holes;
  private final PositionLists byUser;
  private final PositionLists byItem;
  private final PositionLists byUserAndItem;

  private InteractionTable(Interactions interactions, int[] holes) {
    this.interactions = interactions;
    this.holes = holes;
    this.byUser = PositionLists.byUser(interactions, holes);
    this.byItem = PositionLists.byItem(interactions, holes);
    this.byUserAndItem = byItem.regrouped(interactions.keys().userCount(), interactions::user);
  }

  /**
   * Builds the table. O(rows).
   *
   * @param users per log row a user index, or {@link EntityIndex#UNKNOWN} for a hole; only read
   * @param items per log row an item index; likewise
   * @param values per log row; only read
   */
  static InteractionTable of(EntityIndex index, int[] users, int[] items, float[] values) {
    boolean[] hole = new boolean[users.length];
    int[] safeUsers = users.clone();
    int[] safeItems = items.clone();
    for (int k = 0; k < hole.length; k++) {
      if (users[k] < 0 || items[k] < 0) {
        hole[k] = true;
        safeUsers[k] = 0;
        safeItems[k] = 0;
      }
    }
    Interactions all = new Interactions(index.keys(), safeUsers, safeItems, values);
    markSuperseded(all, hole, index.itemCount());
    int[] holes = new int[count(hole)];
    int next = 0;
    for (int k = 0; k < hole.length; k++) {
      if (hole[k]) {
        holes[next++] = k;
      }
    }
    return new InteractionTable(all, holes);
  }

  /** Of several rows of one user and item, the last one counts. */
  private static void markSuperseded(Interactions all, boolean[] hole, int itemCount) {
    PositionLists byUser = PositionLists.byUser(all, new int[0]);
    int[] stamp = new int[itemCount];
    for (int user = 0; user < byUser.size(); user++) {
      int[] positions = byUser.of(user);
      for (int k = positions.length - 1; k >= 0; k--) {
        int position = positions[k];
        if (!hole[position]) {
          int item = all.item(position);
          hole[position] = stamp[item] == user + 1;
          stamp[item] = user + 1;
        }
      }
    }
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /** The columns; positions in {@link #holes} do not count. */
  public Interactions interactions() {
    return interactions;
  }

  /** Positions that do not count, ascending; a copy. */
  public int[] holes() {
    return holes.clone();
  }

  /** Positions of a user's interactions, ascending; a copy. */
  public int[] ofUser(int user) {
    return byUser.of(user);
  }

  /** Positions of an item's interactions, ascending; a copy. */
  public int[] ofItem(int item) {
    return byItem.of(item);
  }

  /** Position of the interaction of a user and an item, or -1. O(log of the user's interactions). */
  public int find(int user, int item) {
    return byUserAndItem.find(user, interactions, item);
  }
}
