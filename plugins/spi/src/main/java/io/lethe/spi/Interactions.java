package io.lethe.spi;

import io.lethe.spi.items.ItemFeatures;
import java.util.Arrays;

/**
 * Interactions as columns: user index, item index, value (a rating, or 1 for implicit feedback), and
 * when it happened, where that is known. Immutable; a position {@code 0 .. size() - 1} names one
 * interaction.
 *
 * <p>A user's interactions have an order: by time; those of unknown time before all others; of equal
 * or unknown times the lower position first. Positions are places in the host's log, which grows at its
 * end.
 */
public final class Interactions {

  /** The time of an interaction of which none is known. */
  public static final long UNKNOWN_TIME = 0;

  private static final long[] NO_TIMES = {};

  private final EntityKeys keys;
  private final int[] users;
  private final int[] items;
  private final float[] values;
  private final Times times;
  private final ItemFeatures features;

  /**
   * A column of times, kept from the first one that is known on: rows of unknown times before it cost
   * nothing. Immutable.
   *
   * @param first position of the first kept time
   * @param kept the times from there on; positions beyond them have none
   */
  private record Times(int first, long[] kept) {

    static final Times NONE = new Times(0, new long[0]);

    /** Of a whole column, or of an empty one; copies. */
    static Times of(long[] all) {
      int first = 0;
      while (first < all.length && all[first] == Interactions.UNKNOWN_TIME) {
        first++;
      }
      return first == all.length
          ? NONE
          : new Times(first, Arrays.copyOfRange(all, first, all.length));
    }

    boolean isEmpty() {
      return kept.length == 0;
    }

    long at(int position) {
      return position >= first && position < first + kept.length
          ? kept[position - first]
          : Interactions.UNKNOWN_TIME;
    }

    /** These, and behind so many rows those of more. O(rows from the first known time on). */
    Times followedBy(int rows, Times more) {
      if (more.isEmpty()) {
        return this;
      }
      int from = isEmpty() ? rows + more.first : first;
      long[] joined = Arrays.copyOf(kept, rows + more.first + more.kept.length - from);
      System.arraycopy(more.kept, 0, joined, rows + more.first - from, more.kept.length);
      return new Times(from, joined);
    }

    /** Those of some positions, in their order. */
    Times at(int[] positions) {
      return isEmpty() ? NONE : of(Arrays.stream(positions).mapToLong(this::at).toArray());
    }
  }

  /**
   * Copies all columns; no time is known.
   *
   * @throws IllegalArgumentException if the columns differ in length or an index is out of range
   */
  public Interactions(EntityKeys keys, int[] users, int[] items, float[] values) {
    this(keys, users, items, values, NO_TIMES);
  }

  /**
   * Copies all columns.
   *
   * @param times per interaction milliseconds of the epoch, or {@link #UNKNOWN_TIME}; empty if none is
   *     known
   * @throws IllegalArgumentException if the columns differ in length or an index is out of range
   */
  public Interactions(EntityKeys keys, int[] users, int[] items, float[] values, long[] times) {
    if (users.length != items.length || users.length != values.length
        || (times.length > 0 && times.length != users.length)) {
      throw new IllegalArgumentException(
          "columns of %d users, %d items, %d values, %d times"
              .formatted(users.length, items.length, values.length, times.length));
    }
    this.keys = keys;
    this.users = checked("user", users, keys.userCount());
    this.items = checked("item", items, keys.itemCount());
    this.values = values.clone();
    this.times = Times.of(times);
    this.features = ItemFeatures.NONE;
  }

  private Interactions(EntityKeys keys, Interactions first, Interactions second) {
    this.keys = keys;
    this.users = joined(first.users, second.users);
    this.items = joined(first.items, second.items);
    this.values = Arrays.copyOf(first.values, first.size() + second.size());
    System.arraycopy(second.values, 0, values, first.size(), second.size());
    this.times = first.times.followedBy(first.size(), second.times);
    this.features = first.features;
  }

  private Interactions(Interactions same, float[] values) {
    this.keys = same.keys;
    this.users = same.users;
    this.items = same.items;
    this.values = values.clone();
    this.times = same.times;
    this.features = same.features;
  }

  private Interactions(Interactions same, ItemFeatures features) {
    this.keys = same.keys;
    this.users = same.users;
    this.items = same.items;
    this.values = same.values;
    this.times = same.times;
    this.features = features;
  }

  private Interactions(Interactions all, int[] positions) {
    this.keys = all.keys;
    this.users = new int[positions.length];
    this.items = new int[positions.length];
    this.values = new float[positions.length];
    for (int k = 0; k < positions.length; k++) {
      users[k] = all.users[positions[k]];
      items[k] = all.items[positions[k]];
      values[k] = all.values[positions[k]];
    }
    this.times = all.times.at(positions);
    this.features = all.features;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /**
   * These interactions, and after them others; items that come with them have no features. O(all).
   *
   * @param more its keys begin with these columns' keys: they are those of the result
   * @throws IllegalArgumentException if there are fewer users or items than here
   */
  public Interactions followedBy(Interactions more) {
    if (more.keys.userCount() < keys.userCount() || more.keys.itemCount() < keys.itemCount()) {
      throw new IllegalArgumentException(
          "%d users and %d items cannot follow %d and %d".formatted(
              more.keys.userCount(), more.keys.itemCount(), keys.userCount(), keys.itemCount()));
    }
    return new Interactions(more.keys, this, more);
  }

  private static int[] checked(String column, int[] indices, int bound) {
    for (int index : indices) {
      if (index < 0 || index >= bound) {
        throw new IllegalArgumentException(
            "%s index %d is outside 0..%d".formatted(column, index, bound - 1));
      }
    }
    return indices.clone();
  }

  /** The users and items these columns index. */
  public EntityKeys keys() {
    return keys;
  }

  /**
   * What is known of the items; {@link ItemFeatures#NONE} unless the family asked for it by {@link
   * RecommenderPlugin#itemFeatures}.
   */
  public ItemFeatures itemFeatures() {
    return features;
  }

  /**
   * The same interactions with what is known of their items. O(1).
   *
   * @param known of these items, by index
   * @throws IllegalArgumentException if it has rows for more items than there are
   */
  public Interactions withItemFeatures(ItemFeatures known) {
    if (known.rows() > keys.itemCount()) {
      throw new IllegalArgumentException(
          "features of %d items where there are %d".formatted(known.rows(), keys.itemCount()));
    }
    return new Interactions(this, known);
  }

  /** Number of interactions. */
  public int size() {
    return users.length;
  }

  /** User index at a position. */
  public int user(int position) {
    return users[position];
  }

  /** Item index at a position. */
  public int item(int position) {
    return items[position];
  }

  /** Value at a position. */
  public float value(int position) {
    return values[position];
  }

  /**
   * The same interactions with other values.
   *
   * @param others one per interaction; copied
   * @throws IllegalArgumentException if there are more or fewer
   */
  public Interactions withValues(float[] others) {
    if (others.length != size()) {
      throw new IllegalArgumentException(
          "%d values for %d interactions".formatted(others.length, size()));
    }
    return new Interactions(this, others);
  }

  /** Whether the time of any interaction is known. */
  public boolean hasTimes() {
    return !times.isEmpty();
  }

  /** When an interaction happened, in milliseconds of the epoch, or {@link #UNKNOWN_TIME}. */
  public long time(int position) {
    return times.at(position);
  }

  /**
   * The order of two interactions of a user: by time, an unknown one first; by position else.
   *
   * @return negative if the first one came first, 0 for one and the same position
   */
  public int compareOrder(int first, int second) {
    int byTime = compareTimes(time(first), time(second));
    return byTime == 0 ? Integer.compare(first, second) : byTime;
  }

  /** The order of two times: {@link #UNKNOWN_TIME} comes before all others. */
  public static int compareTimes(long first, long second) {
    return first == UNKNOWN_TIME || second == UNKNOWN_TIME
        ? Boolean.compare(first != UNKNOWN_TIME, second != UNKNOWN_TIME)
        : Long.compare(first, second);
  }

  /**
   * The interactions at some positions, in the positions' order.
   *
   * @param positions any order; only read
   */
  public Interactions at(int[] positions) {
    return new Interactions(this, positions);
  }
}
