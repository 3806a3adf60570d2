package io.lethe.engine.data;

import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventColumn;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A model's interactions in memory. The interaction at position {@code k} is row {@code k} of the
 * model's log, for ever; rows that are not the model's (purged, excluded, or superseded by a later
 * row of the same user and item) are holes: they have a place and do not count. Immutable; shared by
 * all versions of one training. A table that grew shares nothing with the one it grew from.
 */
public final class InteractionTable {

  private final Interactions interactions;
  private final int[] holes;
  private final PositionLists byUser;
  private final PositionLists byItem;
  private final PositionLists byUserAndItem;
  private final EventColumn events;

  private InteractionTable(
      Interactions interactions, EventColumn events, int[] holes, PositionLists byUser,
      PositionLists byItem, PositionLists byUserAndItem) {
    this.interactions = interactions;
    this.events = events;
    this.holes = holes;
    this.byUser = byUser;
    this.byItem = byItem;
    this.byUserAndItem = byUserAndItem;
  }

  private InteractionTable(Interactions interactions, EventColumn events, int[] holes) {
    this.interactions = interactions;
    this.events = events;
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
   * @param times as {@link InteractionColumns#times}; only read
   * @param events as {@link InteractionColumns#events}
   */
  static InteractionTable of(
      EntityIndex index, int[] users, int[] items, float[] values, long[] times,
      EventColumn events) {
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
    Interactions all = new Interactions(index.keys(), safeUsers, safeItems, values, times)
        .withItemFeatures(index.itemFeatures());
    markSuperseded(all, hole, index.itemCount());
    int[] holes = new int[count(hole)];
    int next = 0;
    for (int k = 0; k < hole.length; k++) {
      if (hole[k]) {
        holes[next++] = k;
      }
    }
    return new InteractionTable(all, events, holes);
  }

  /**
   * The table with more rows. What they supersede stays in the lists and is for the caller to leave out
   * of what counts. O(rows) by copying; the work is O(more rows).
   *
   * @param more the rows that follow, with the keys of all; a pair occurs once among those that count
   * @param moreHoles places among them, counted from 0, that do not count, ascending
   */
  InteractionTable with(Interactions more, int[] moreHoles) {
    int from = interactions.size();
    int[] counted = IntStream.range(0, more.size())
        .filter(k -> Arrays.binarySearch(moreHoles, k) < 0)
        .toArray();
    int[] allHoles = Arrays.copyOf(holes, holes.length + moreHoles.length);
    for (int k = 0; k < moreHoles.length; k++) {
      allHoles[holes.length + k] = from + moreHoles[k];
    }
    Interactions all = interactions.followedBy(more);
    int users = more.keys().userCount();
    return new InteractionTable(
        all, events, allHoles, byUser.with(users, grouped(counted, more::user, from)),
        byItem.with(more.keys().itemCount(), grouped(counted, more::item, from)),
        byUserAndItem.withByItem(users, byUserAndItem(counted, more, from), all::item));
  }

  private static long[] grouped(int[] rows, IntUnaryOperator groupOf, int from) {
    return Arrays.stream(rows)
        .mapToLong(row -> (long) groupOf.applyAsInt(row) << Integer.SIZE | from + row)
        .sorted()
        .toArray();
  }

  private static long[] byUserAndItem(int[] rows, Interactions more, int from) {
    return Arrays.stream(rows)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(more::user).thenComparingInt(more::item))
        .mapToLong(row -> (long) more.user(row) << Integer.SIZE | from + row)
        .toArray();
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

  /** The times of some positions, those of all others unknown; empty if none at all is known. */
  long[] timesOf(int[] positions) {
    long[] some = new long[interactions.hasTimes() ? interactions.size() : 0];
    for (int position : positions) {
      if (position < some.length) {
        some[position] = interactions.time(position);
      }
    }
    return some;
  }

  /** The event types of the log's rows. */
  public EventColumn events() {
    return events;
  }

  /** What an interaction says of its pair; of rows that the table grew by, all but the event type. */
  public Dated dated(int position) {
    return new Dated(
        interactions.value(position), interactions.time(position), events.at(position));
  }

  /** Positions that do not count, ascending; a copy. */
  public int[] holes() {
    return holes.clone();
  }

  /** Positions of a user's interactions, ascending; a copy. */
  public int[] ofUser(int user) {
    return byUser.of(user);
  }

  /**
   * Positions of a user's interactions, the latest first, as {@link Interactions#compareOrder} has it.
   * O(n log n).
   */
  public int[] newestFirst(int user) {
    return Arrays.stream(byUser.of(user))
        .boxed()
        .sorted((one, other) -> interactions.compareOrder(other, one))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Positions of an item's interactions, ascending; a copy. */
  public int[] ofItem(int item) {
    return byItem.of(item);
  }

  /** Position of the last interaction of a user and an item, or -1. O(log of the user's interactions). */
  public int find(int user, int item) {
    return byUserAndItem.find(user, interactions::item, item);
  }
}
