package io.lethe.spi;

import java.util.Arrays;

/**
 * Stable 64-bit keys of users and items, by dense index. Whatever is random in training is a hash of
 * (seed, key), never of a position: so that taking data away changes nothing else (coupled
 * randomness). Immutable.
 */
public final class EntityKeys {

  private final long[] users;
  private final long[] items;

  /** Copies both arrays. */
  public EntityKeys(long[] users, long[] items) {
    this.users = users.clone();
    this.items = items.clone();
  }

  /**
   * These keys, and after them more. O(all keys).
   *
   * @param moreUsers keys of the users that follow; only read
   * @param moreItems keys of the items that follow; only read
   */
  public EntityKeys followedBy(long[] moreUsers, long[] moreItems) {
    return new EntityKeys(joined(users, moreUsers), joined(items, moreItems));
  }

  private static long[] joined(long[] first, long[] second) {
    long[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** Number of users. */
  public int userCount() {
    return users.length;
  }

  /** Number of items. */
  public int itemCount() {
    return items.length;
  }

  /** Key of a user. */
  public long user(int user) {
    return users[user];
  }

  /** Key of an item. */
  public long item(int item) {
    return items[item];
  }
}
