package io.lethe.engine.recommend;

import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.InteractionTable;
import io.lethe.engine.model.VersionData;
import java.util.Arrays;
import java.util.List;

/**
 * Interactions that a model is asked for in place of a user. Ordered by item, so that the same
 * interactions have the same answer to the last bit, however they came.
 *
 * @param items distinct item indices of the version, ascending; only read
 * @param values the value of each; only read
 */
record History(int[] items, float[] values) {

  boolean isEmpty() {
    return items.length == 0;
  }

  /** All but one of them, by its place. */
  History without(int place) {
    int[] left = new int[items.length - 1];
    float[] leftValues = new float[left.length];
    System.arraycopy(items, 0, left, 0, place);
    System.arraycopy(items, place + 1, left, place, left.length - place);
    System.arraycopy(values, 0, leftValues, 0, place);
    System.arraycopy(values, place + 1, leftValues, place, left.length - place);
    return new History(left, leftValues);
  }

  /** Counts only: indices stay out of logs. */
  @Override
  public String toString() {
    return "History[%d items]".formatted(items.length);
  }

  /** What a caller names, without what the version does not know and what is contained. */
  static History given(Trip trip, List<HistoryQuery.Item> given) {
    int[] items = new int[given.size()];
    float[] values = new float[given.size()];
    for (int k = 0; k < items.length; k++) {
      items[k] = trip.index().item(given.get(k).item());
      values[k] = given.get(k).value();
    }
    return of(items, values, Exclusions.contained(trip));
  }

  /** What a user did lately, without what the version does not know and what is contained. */
  static History recent(Trip trip, String user, RecentItems recent) {
    return of(
        recent.items().stream().mapToInt(trip.index()::item).toArray(), recent.values(),
        Exclusions.contained(trip, user));
  }

  /** The user's live interactions, and these over them. O(both, times log). */
  History over(Trip trip, int user, String id) {
    if (user == EntityIndex.UNKNOWN) {
      return this;
    }
    VersionData data = trip.data();
    InteractionTable table = data.table();
    int[] positions = Arrays.stream(table.ofUser(user)).filter(data.live()::contains).toArray();
    int[] all = Arrays.copyOf(
        Arrays.stream(positions).map(table.interactions()::item).toArray(),
        positions.length + items.length);
    float[] allValues = new float[all.length];
    for (int k = 0; k < positions.length; k++) {
      allValues[k] = table.interactions().value(positions[k]);
    }
    System.arraycopy(items, 0, all, positions.length, items.length);
    System.arraycopy(values, 0, allValues, positions.length, values.length);
    return of(all, allValues, Exclusions.contained(trip, id));
  }

  /**
   * Of an item that is there several times the last value counts.
   *
   * @param items indices, or {@link EntityIndex#UNKNOWN} for what does not count
   * @param leftOut items that do not count either, ascending
   */
  private static History of(int[] items, float[] values, int[] leftOut) {
    long[] keys = new long[items.length];
    int known = 0;
    for (int k = 0; k < items.length; k++) {
      if (items[k] != EntityIndex.UNKNOWN && Arrays.binarySearch(leftOut, items[k]) < 0) {
        keys[known++] = ((long) items[k] << Integer.SIZE) | k;
      }
    }
    Arrays.sort(keys, 0, known);
    int[] distinct = new int[known];
    float[] last = new float[known];
    int count = 0;
    for (int k = 0; k < known; k++) {
      int item = (int) (keys[k] >> Integer.SIZE);
      if (k + 1 == known || item != (int) (keys[k + 1] >> Integer.SIZE)) {
        distinct[count] = item;
        last[count++] = values[(int) keys[k]];
      }
    }
    return new History(Arrays.copyOf(distinct, count), Arrays.copyOf(last, count));
  }
}
