package io.lethe.engine.recommend;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Interactions that a model is asked for in place of a user. Ordered by item, so that the same
 * interactions have the same answer to the last bit, however they came; for a model that reads their
 * order the oldest first.
 *
 * @param items distinct item indices of the version; only read
 * @param values the value of each; only read
 * @param times when each happened, or {@link Interactions#UNKNOWN_TIME}; only read
 */
record History(int[] items, float[] values, long[] times) {

  boolean isEmpty() {
    return items.length == 0;
  }

  /** Its items, ascending; a copy. */
  int[] ascendingItems() {
    int[] ascending = items.clone();
    Arrays.sort(ascending);
    return ascending;
  }

  /** All but one of them, by its place. */
  History without(int place) {
    return at(IntStream.range(0, items.length).filter(k -> k != place).toArray());
  }

  private History at(int[] places) {
    float[] someValues = new float[places.length];
    for (int k = 0; k < places.length; k++) {
      someValues[k] = values[places[k]];
    }
    return new History(
        Arrays.stream(places).map(place -> items[place]).toArray(), someValues,
        Arrays.stream(places).mapToLong(place -> times[place]).toArray());
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
    return new History(items, values, new long[items.length])
        .settled(Exclusions.contained(trip), trip.readsOrder());
  }

  /** What a user did lately, without what the version does not know and what is contained. */
  static History recent(Trip trip, String user, RecentItems recent) {
    History unsettled = new History(
        recent.items().stream().mapToInt(trip.index()::item).toArray(), recent.values(),
        recent.times());
    History arrived = trip.readsOrder() ? unsettled.at(recent.byArrival()) : unsettled;
    return arrived.settled(Exclusions.contained(trip, user), trip.readsOrder());
  }

  /** The user's live interactions, and these over them. O(both, times log). */
  History over(Trip trip, int user, String id) {
    if (user == EntityIndex.UNKNOWN) {
      return this;
    }
    VersionData data = trip.data();
    Interactions all = data.table().interactions();
    int[] positions = Arrays.stream(data.table().ofUser(user))
        .filter(data.live()::contains)
        .toArray();
    int size = positions.length + items.length;
    int[] bothItems = Arrays.copyOf(Arrays.stream(positions).map(all::item).toArray(), size);
    float[] bothValues = new float[size];
    long[] bothTimes = Arrays.copyOf(Arrays.stream(positions).mapToLong(all::time).toArray(), size);
    for (int k = 0; k < positions.length; k++) {
      bothValues[k] = all.value(positions[k]);
    }
    System.arraycopy(items, 0, bothItems, positions.length, items.length);
    System.arraycopy(values, 0, bothValues, positions.length, items.length);
    System.arraycopy(times, 0, bothTimes, positions.length, items.length);
    return new History(bothItems, bothValues, bothTimes)
        .settled(Exclusions.contained(trip, id), trip.readsOrder());
  }

  /**
   * Without items that do not count, and of an item that is there several times with the last one alone;
   * by item, or in order: by time, unknown ones first, by place else.
   *
   * @param leftOut items that do not count, ascending, as {@link EntityIndex#UNKNOWN} does not
   */
  private History settled(int[] leftOut, boolean inOrder) {
    int[] last = lastOfItems(leftOut);
    return at(inOrder ? ordered(last) : last);
  }

  /** Places, ascending by item. */
  private int[] lastOfItems(int[] leftOut) {
    long[] keys = IntStream.range(0, items.length)
        .filter(k -> items[k] != EntityIndex.UNKNOWN && Arrays.binarySearch(leftOut, items[k]) < 0)
        .mapToLong(k -> (long) items[k] << Integer.SIZE | k)
        .sorted()
        .toArray();
    return IntStream.range(0, keys.length)
        .filter(k -> k + 1 == keys.length || keys[k] >> Integer.SIZE != keys[k + 1] >> Integer.SIZE)
        .map(k -> (int) keys[k])
        .toArray();
  }

  private int[] ordered(int[] places) {
    return Arrays.stream(places)
        .sorted()
        .boxed()
        .sorted((one, other) -> Interactions.compareTimes(times[one], times[other]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
