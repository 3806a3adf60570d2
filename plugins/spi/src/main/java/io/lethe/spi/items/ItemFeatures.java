package io.lethe.spi.items;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is known of items beside their interactions, as numbers: a sparse table with a row per item
 * index and a column per feature. A training sees the table of its moment; its version keeps that one,
 * so that {@code RecommenderPlugin.load} and a retraining for an erasure see the same. It holds no
 * person's data. Immutable.
 */
public final class ItemFeatures {

  /** Nothing is known. */
  public static final ItemFeatures NONE = new ItemFeatures(
      List.of(), new int[1], new int[0], new float[0]);

  private final List<String> names;
  private final int[] starts;
  private final int[] columns;
  private final float[] values;

  /**
   * Copies all arrays.
   *
   * @param names of the columns, distinct; the empty string for a column whose last item was erased
   * @param starts where each item's features begin in the other arrays, ascending from 0, and at last
   *     their length
   * @param columns per item ascending
   * @param values finite
   * @throws IllegalArgumentException if the arrays do not fit each other
   */
  public ItemFeatures(List<String> names, int[] starts, int[] columns, float[] values) {
    this.names = List.copyOf(names);
    this.starts = starts.clone();
    this.columns = columns.clone();
    this.values = values.clone();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw new IllegalArgumentException("two features are named " + name);
      }
    }
    checkArrays();
  }

  private void checkArrays() {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != columns.length
        || columns.length != values.length) {
      throw new IllegalArgumentException(
          "features of %d items with %d columns and %d values"
              .formatted(starts.length - 1, columns.length, values.length));
    }
    for (int item = 0; item < rows(); item++) {
      if (starts[item + 1] < starts[item] || starts[item + 1] > columns.length) {
        throw new IllegalArgumentException(
            "features of item %d end before they begin".formatted(item));
      }
      for (int k = starts[item]; k < starts[item + 1]; k++) {
        int least = k == starts[item] ? 0 : columns[k - 1] + 1;
        if (columns[k] < least || columns[k] >= names.size() || !Float.isFinite(values[k])) {
          throw new IllegalArgumentException(
              "item %d has feature %d of %d with value %s; columns ascend, values are finite"
                  .formatted(item, columns[k], names.size(), values[k]));
        }
      }
    }
  }

  /** Number of features: columns of the table. */
  public int count() {
    return names.size();
  }

  /** Names of the features, such as {@code category:drama}; empty for one that no item has any more. */
  public List<String> names() {
    return names;
  }

  /** Number of items the table has rows for; items that came later have no features. */
  public int rows() {
    return starts.length - 1;
  }

  /** Number of items that have a feature. O(rows). */
  public int described() {
    int described = 0;
    for (int item = 0; item < rows(); item++) {
      described += starts[item + 1] > starts[item] ? 1 : 0;
    }
    return described;
  }

  /** The features that an item has, ascending; a copy. */
  public int[] of(int item) {
    return item < rows() ? Arrays.copyOfRange(columns, starts[item], starts[item + 1]) : new int[0];
  }

  /** The values of {@link #of}; a copy. */
  public float[] valuesOf(int item) {
    return item < rows()
        ? Arrays.copyOfRange(values, starts[item], starts[item + 1])
        : new float[0];
  }

  /**
   * Adds an item's row to a dense one.
   *
   * @param out caller's array, at least {@code at + count()} long
   */
  public void addTo(int item, double[] out, int at) {
    if (item < rows()) {
      for (int k = starts[item]; k < starts[item + 1]; k++) {
        out[at + columns[k]] += values[k];
      }
    }
  }

  /** The rows of some items, in their order, under the same columns. */
  public ItemFeatures at(int[] items) {
    int[] from = new int[items.length + 1];
    for (int k = 0; k < items.length; k++) {
      from[k + 1] = from[k] + (items[k] < rows() ? starts[items[k] + 1] - starts[items[k]] : 0);
    }
    int[] ofAll = new int[from[items.length]];
    float[] valuesOfAll = new float[ofAll.length];
    for (int k = 0; k < items.length; k++) {
      if (from[k + 1] > from[k]) {
        int length = from[k + 1] - from[k];
        System.arraycopy(columns, starts[items[k]], ofAll, from[k], length);
        System.arraycopy(values, starts[items[k]], valuesOfAll, from[k], length);
      }
    }
    return new ItemFeatures(named(ofAll), from, ofAll, valuesOfAll);
  }

  /**
   * The same table without the features of some items. A column stays, for parameters stand at its place,
   * and loses its name with its last item. O(table).
   *
   * @param gone item indices, any order
   */
  public ItemFeatures without(int[] gone) {
    if (gone.length == 0) {
      return this;
    }
    boolean[] out = new boolean[rows()];
    Arrays.stream(gone).filter(item -> item < rows()).forEach(item -> out[item] = true);
    int[] kept = new int[rows()];
    // An index beyond the table has no features.
    Arrays.setAll(kept, item -> out[item] ? rows() : item);
    return at(kept);
  }

  private List<String> named(int[] left) {
    boolean[] used = new boolean[names.size()];
    Arrays.stream(left).forEach(column -> used[column] = true);
    return IntStream.range(0, used.length)
        .mapToObj(column -> used[column] ? names.get(column) : "")
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof ItemFeatures features && names.equals(features.names)
        && Arrays.equals(starts, features.starts) && Arrays.equals(columns, features.columns)
        && Arrays.equals(values, features.values));
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.hashCode(columns);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return "ItemFeatures[%d features, %d items]".formatted(count(), rows());
  }
}
