package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a user did that a version has not learned. Contains personal data: never logged. Immutable.
 *
 * @param items ids; of an item named twice the last value counts
 * @param values per item the value of the interaction, finite; copied
 * @param times per item when it happened, in milliseconds of the epoch, or {@link
 *     InteractionColumns#UNKNOWN_TIME}; copied
 * @param places by item: the greater one came later; copied
 * @param revision two equal ones of a user and a version mean the same content; 0 for none
 */
public record RecentItems(
    List<String> items, float[] values, long[] times, int[] places, long revision) {

  /** The user has done nothing that the version has not learned. */
  public static final RecentItems EMPTY = new RecentItems(List.of(), new float[0], 0);

  public RecentItems {
    items = List.copyOf(items);
    values = values.clone();
    times = times.clone();
    places = places.clone();
    if (items.size() != values.length || items.size() != times.length
        || items.size() != places.length) {
      throw new IllegalArgumentException(
          "%d recent items with %d values, %d times and %d places"
              .formatted(items.size(), values.length, times.length, places.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a recent item has the value " + value);
      }
    }
  }

  /** In the order in which they came, of unknown times. */
  public RecentItems(List<String> items, float[] values, long revision) {
    this(
        items, values, new long[items.size()], IntStream.range(0, items.size()).toArray(),
        revision);
  }

  /** A copy of the times. */
  @Override
  public long[] times() {
    return times.clone();
  }

  /** A copy of the places. */
  @Override
  public int[] places() {
    return places.clone();
  }

  /**
   * The items, the latest first: those of known times by these, before those of unknown ones; by the
   * order in which they came else. O(items log items).
   */
  public List<String> newestFirst() {
    return Arrays.stream(byArrival())
        .boxed()
        .sorted((one, other) -> Interactions.compareTimes(times[one], times[other]))
        .map(items::get)
        .toList()
        .reversed();
  }

  /** Numbers of the items, in the order in which they came. O(items log items). */
  public int[] byArrival() {
    return IntStream.range(0, items.size())
        .mapToLong(k -> (long) places[k] << Integer.SIZE | k)
        .sorted()
        .mapToInt(key -> (int) key)
        .toArray();
  }

  /** A copy of the values. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** Those of other items. */
  public RecentItems without(Collection<String> gone) {
    int[] kept = IntStream.range(0, items.size())
        .filter(k -> !gone.contains(items.get(k)))
        .toArray();
    if (kept.length == items.size()) {
      return this;
    }
    float[] rest = new float[kept.length];
    long[] restTimes = new long[kept.length];
    int[] restPlaces = new int[kept.length];
    for (int k = 0; k < kept.length; k++) {
      rest[k] = values[kept[k]];
      restTimes[k] = times[kept[k]];
      restPlaces[k] = places[kept[k]];
    }
    return new RecentItems(
        Arrays.stream(kept).mapToObj(items::get).toList(), rest, restTimes, restPlaces, revision);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "RecentItems[%d items, revision %d]".formatted(items.size(), revision);
  }
}
