package io.lethe.spi;

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
