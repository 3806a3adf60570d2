package io.lethe.engine.interaction;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a user did that a version has not learned. Contains personal data: never logged. Immutable.
 *
 * @param items ids; of an item named twice the last value counts
 * @param values per item the value of the interaction, finite; copied
 * @param revision two equal ones of a user and a version mean the same content; 0 for none
 */
public record RecentItems(List<String> items, float[] values, long revision) {

  /** The user has done nothing that the version has not learned. */
  public static final RecentItems EMPTY = new RecentItems(List.of(), new float[0], 0);

  public RecentItems {
    items = List.copyOf(items);
    values = values.clone();
    if (items.size() != values.length) {
      throw new IllegalArgumentException(
          "%d recent items with %d values".formatted(items.size(), values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a recent item has the value " + value);
      }
    }
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
    for (int k = 0; k < kept.length; k++) {
      rest[k] = values[kept[k]];
    }
    return new RecentItems(Arrays.stream(kept).mapToObj(items::get).toList(), rest, revision);
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
