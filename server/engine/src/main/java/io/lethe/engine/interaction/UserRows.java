package io.lethe.engine.interaction;

import io.lethe.engine.subject.TargetSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One user's interactions that a version may not have learned, one per item, oldest first. Immutable.
 * Contains personal data: never logged.
 */
final class UserRows {

  /** No interactions. */
  static final UserRows NONE = new UserRows(new String[0], new float[0], new int[0], 0);

  private final String[] items;
  private final float[] values;
  private final int[] places;
  private final long revision;

  private UserRows(String[] items, float[] values, int[] places, long revision) {
    this.items = items;
    this.values = values;
    this.places = places;
    this.revision = revision;
  }

  /** How many. */
  int size() {
    return items.length;
  }

  String item(int k) {
    return items[k];
  }

  /** For readers. */
  RecentItems items() {
    return items.length == 0
        ? RecentItems.EMPTY
        : new RecentItems(List.of(items), values, revision);
  }

  /** The value of an item's interaction; NaN if there is none. O(size). */
  float valueOf(String item) {
    int place = find(item);
    return place < 0 ? Float.NaN : values[place];
  }

  private int find(String item) {
    for (int k = 0; k < items.length; k++) {
      if (items[k].equals(item)) {
        return k;
      }
    }
    return -1;
  }

  /** Those of rows that a version has not learned whose training read so many rows of the log. */
  UserRows since(long learned) {
    return places.length == 0 || places[0] >= learned
        ? this
        : only(
            IntStream.range(0, places.length).filter(k -> places[k] >= learned).toArray(),
            revision);
  }

  /** Those that no target names. */
  UserRows without(String user, TargetSet targets, long nextRevision) {
    return only(
        IntStream.range(0, items.length).filter(k -> !targets.names(user, items[k])).toArray(),
        nextRevision);
  }

  private UserRows only(int[] kept, long nextRevision) {
    if (kept.length == items.length) {
      return this;
    }
    if (kept.length == 0) {
      return NONE;
    }
    String[] keptItems = Arrays.stream(kept).mapToObj(k -> items[k]).toArray(String[]::new);
    float[] keptValues = new float[kept.length];
    for (int k = 0; k < kept.length; k++) {
      keptValues[k] = values[kept[k]];
    }
    int[] keptPlaces = Arrays.stream(kept).map(k -> places[k]).toArray();
    return new UserRows(keptItems, keptValues, keptPlaces, nextRevision);
  }

  /** With one more, which replaces an earlier one of its item. O(size). */
  UserRows with(String item, float value, int place, long nextRevision) {
    int earlier = find(item);
    UserRows rest = earlier < 0
        ? this
        : only(IntStream.range(0, items.length).filter(k -> k != earlier).toArray(), nextRevision);
    int size = rest.items.length;
    String[] moreItems = Arrays.copyOf(rest.items, size + 1);
    float[] moreValues = Arrays.copyOf(rest.values, size + 1);
    int[] morePlaces = Arrays.copyOf(rest.places, size + 1);
    moreItems[size] = item;
    moreValues[size] = value;
    morePlaces[size] = place;
    return new UserRows(moreItems, moreValues, morePlaces, nextRevision);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "UserRows[%d]".formatted(items.length);
  }
}
