package io.lethe.engine.lifecycle;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.model.ModelVersion;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The lists that a version answers with, for users and interactions of later data: of what it has
 * not learned it is asked as of a history if its family can be, and for a user whom it does not
 * know it answers the most popular items. Confined to one thread.
 */
final class AnsweringLists {

  private final VersionData own;
  private final RecommenderModel model;
  private final VersionData later;
  /** By item of the later data, and the other way around. */
  private final int[] ownItems;
  private final int[] laterItems;

  /** Of a version that the caller holds a claim on. O(items). */
  AnsweringLists(ModelVersion version, VersionData later) {
    this.own = version.content().data();
    this.model = version.content().model();
    this.later = later;
    this.ownItems = IntStream.range(0, later.index().itemCount())
        .map(item -> own.index().item(later.index().itemId(item)))
        .toArray();
    this.laterItems = new int[own.index().itemCount()];
    Arrays.fill(laterItems, EntityIndex.UNKNOWN);
    for (int item = 0; item < ownItems.length; item++) {
      if (ownItems[item] != EntityIndex.UNKNOWN) {
        laterItems[ownItems[item]] = item;
      }
    }
  }

  /** Whether the version learned the interaction at a position of the later data. */
  static boolean learned(VersionData own, VersionData later, int position) {
    int found = own.find(
        later.index().userId(later.live().all().user(position)),
        later.index().itemId(later.live().all().item(position)));
    return found >= 0 && own.trained().contains(found);
  }

  /**
   * A user's list, without what the user is known to have.
   *
   * @param user index in the later data
   * @param known positions of the user's interactions there
   * @param items receives item indices of the later data, best first; {@link EntityIndex#UNKNOWN}
   *     for an item that is not in them
   * @return how many were filled
   */
  int topItems(int user, int[] known, int[] items) {
    int[] history = Arrays.stream(known)
        .filter(position -> item(position) != EntityIndex.UNKNOWN)
        .boxed()
        .sorted(this::compare)
        .mapToInt(position -> position)
        .toArray();
    int[] had = Arrays.stream(history).map(this::item).toArray();
    int[] excluded = IntStream.concat(Arrays.stream(had), Arrays.stream(own.index().erasedItems()))
        .sorted()
        .distinct()
        .toArray();
    int filled = answered(user, history, had, excluded, items);
    for (int k = 0; k < filled; k++) {
      items[k] = laterItems[items[k]];
    }
    return filled;
  }

  /** By item, or for a model that reads it in the order of the user's interactions. */
  private int compare(int left, int right) {
    return model instanceof HistoryModel asked && asked.readsOrder()
        ? later.live().all().compareOrder(left, right)
        : Integer.compare(item(left), item(right));
  }

  private int answered(int user, int[] history, int[] had, int[] excluded, int[] items) {
    int own = this.own.index().user(later.index().userId(user));
    float[] scores = new float[items.length];
    if (model instanceof HistoryModel asked
        && !Arrays.stream(history).allMatch(position -> learned(this.own, later, position))) {
      float[] values = new float[history.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = later.live().all().value(history[k]);
      }
      return asked.topItems(had, values, excluded, items, scores);
    }
    return own == EntityIndex.UNKNOWN
        ? popular(excluded, items)
        : model.topItems(own, excluded, items, scores);
  }

  private int popular(int[] excluded, int[] items) {
    int filled = 0;
    for (int item : own.popularity().ranking().items()) {
      if (filled < items.length && Arrays.binarySearch(excluded, item) < 0) {
        items[filled++] = item;
      }
    }
    return filled;
  }

  private int item(int position) {
    return ownItems[later.live().all().item(position)];
  }
}
