package io.lethe.engine.interaction;

import io.lethe.engine.subject.TargetSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/**
 * One user's interactions that a version may not have learned, one per item, ascending by the item's
 * id. Immutable. Contains personal data: never logged.
 */
final class UserRows {

  /** No interactions. */
  static final UserRows NONE = new UserRows(new String[0], new float[0], new int[0], 0);

  private final String[] items;
  private final float[] values;
  private final int[] places;
  private final long revision;
  private final int firstPlace;
  private final int lastPlace;
  private final RecentItems shown;

  private UserRows(String[] items, float[] values, int[] places, long revision) {
    this.items = items;
    this.values = values;
    this.places = places;
    this.revision = revision;
    this.firstPlace = Arrays.stream(places).min().orElse(Integer.MAX_VALUE);
    this.lastPlace = Arrays.stream(places).max().orElse(-1);
    this.shown = items.length == 0
        ? RecentItems.EMPTY
        : new RecentItems(List.of(items), values, revision);
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
    return shown;
  }

  /** The value of an item's interaction that a version has not learned; NaN if there is none. */
  float valueOf(String item, long learned) {
    int at = Arrays.binarySearch(items, item);
    return at < 0 || places[at] < learned ? Float.NaN : values[at];
  }

  /** Those of rows that a version has not learned whose training read so many rows of the log. */
  UserRows since(long learned) {
    return firstPlace >= learned
        ? this
        : only(
            IntStream.range(0, places.length).filter(k -> places[k] >= learned).toArray(),
            revision);
  }

  /** Tells each of those at a place and after it. */
  void from(long place, Visitor visitor) {
    for (int k = 0; k < places.length && lastPlace >= place; k++) {
      if (places[k] >= place) {
        visitor.row(places[k], items[k], values[k]);
      }
    }
  }

  /** Is told of rows. */
  interface Visitor {
    void row(int place, String item, float value);
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

  /** An interaction that comes in. */
  record Fresh(float value, int place) {}

  /** With more, each of which replaces an earlier one of its item. O(size + more). */
  UserRows with(NavigableMap<String, Fresh> more, long nextRevision) {
    String[] allItems = new String[items.length + more.size()];
    float[] allValues = new float[allItems.length];
    int[] allPlaces = new int[allItems.length];
    int count = 0;
    int next = 0;
    for (Map.Entry<String, Fresh> fresh : more.entrySet()) {
      int order = next == items.length ? 1 : items[next].compareTo(fresh.getKey());
      for (; order < 0; order = next == items.length ? 1 : items[next].compareTo(fresh.getKey())) {
        allItems[count] = items[next];
        allValues[count] = values[next];
        allPlaces[count++] = places[next++];
      }
      next += order == 0 ? 1 : 0;
      allItems[count] = fresh.getKey();
      allValues[count] = fresh.getValue().value();
      allPlaces[count++] = fresh.getValue().place();
    }
    for (; next < items.length; next++) {
      allItems[count] = items[next];
      allValues[count] = values[next];
      allPlaces[count++] = places[next];
    }
    return new UserRows(
        Arrays.copyOf(allItems, count), Arrays.copyOf(allValues, count),
        Arrays.copyOf(allPlaces, count), nextRevision);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "UserRows[%d]".formatted(items.length);
  }
}
