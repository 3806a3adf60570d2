package io.lethe.spi;

import java.util.Arrays;

/**
 * Interactions as columns: user index, item index, value (a rating, or 1 for implicit feedback).
 * Immutable; a position {@code 0 .. size() - 1} names one interaction.
 */
public final class Interactions {

  private final EntityKeys keys;
  private final int[] users;
  private final int[] items;
  private final float[] values;

  /**
   * Copies all columns.
   *
   * @throws IllegalArgumentException if the columns differ in length or an index is out of range
   */
  public Interactions(EntityKeys keys, int[] users, int[] items, float[] values) {
    if (users.length != items.length || users.length != values.length) {
      throw new IllegalArgumentException(
          "columns of %d users, %d items, %d values"
              .formatted(users.length, items.length, values.length));
    }
    this.keys = keys;
    this.users = checked("user", users, keys.userCount());
    this.items = checked("item", items, keys.itemCount());
    this.values = values.clone();
  }

  private Interactions(EntityKeys keys, Interactions first, Interactions second) {
    this.keys = keys;
    this.users = joined(first.users, second.users);
    this.items = joined(first.items, second.items);
    this.values = Arrays.copyOf(first.values, first.size() + second.size());
    System.arraycopy(second.values, 0, values, first.size(), second.size());
  }

  private static int[] joined(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /**
   * These interactions, and after them others. O(all).
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
   * The interactions at some positions.
   *
   * @param positions any order; only read
   */
  public Interactions at(int[] positions) {
    int[] someUsers = new int[positions.length];
    int[] someItems = new int[positions.length];
    float[] someValues = new float[positions.length];
    for (int k = 0; k < positions.length; k++) {
      someUsers[k] = users[positions[k]];
      someItems[k] = items[positions[k]];
      someValues[k] = values[positions[k]];
    }
    return new Interactions(keys, someUsers, someItems, someValues);
  }
}
