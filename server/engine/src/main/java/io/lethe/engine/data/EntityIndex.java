package io.lethe.engine.data;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;

/**
 * External ids and dense indices of a version's users and items, both ways. An erased entity keeps
 * its index, so that no other moves, and loses its id. Immutable; versions made by unlearning share
 * the dictionary.
 */
public final class EntityIndex {

  /** The index of an id that is unknown or erased. */
  public static final int UNKNOWN = -1;

  private final EntitySide users;
  private final EntitySide items;
  private final EntityKeys keys;
  private final ItemFeatures features;

  private EntityIndex(EntitySide users, EntitySide items, EntityKeys keys, ItemFeatures features) {
    this.users = users;
    this.items = items;
    this.keys = keys;
    this.features = features;
  }

  /**
   * The index of a checkpoint's ids. O(ids).
   *
   * @throws IllegalArgumentException if an id occurs twice on a side; names its position only
   */
  public static EntityIndex of(EntityIds ids) {
    EntitySide users = EntitySide.of("user", ids.users());
    EntitySide items = EntitySide.of("item", ids.items());
    return new EntityIndex(
        users, items, new EntityKeys(EntitySide.keys(ids.users()), EntitySide.keys(ids.items())),
        ids.features());
  }

  /** Index of a user, or {@link #UNKNOWN}. */
  public int user(String id) {
    return users.index(id);
  }

  /** Index of an item, or {@link #UNKNOWN}. */
  public int item(String id) {
    return items.index(id);
  }

  /** Id of a user; empty if erased. */
  public String userId(int user) {
    return users.id(user);
  }

  /** Id of an item; empty if erased. */
  public String itemId(int item) {
    return items.id(item);
  }

  /** Number of user indices, erased ones included. */
  public int userCount() {
    return users.size();
  }

  /** Number of item indices, erased ones included. */
  public int itemCount() {
    return items.size();
  }

  /** Number of users that are not erased. */
  public int liveUsers() {
    return users.live();
  }

  /** Number of items that are not erased. */
  public int liveItems() {
    return items.live();
  }

  /** Ids by index, as a checkpoint holds them. O(1). */
  public EntityIds ids() {
    return new EntityIds(users.ids(), items.ids(), features);
  }

  /** The same object for indices that number the users alike. */
  public Numbering userNumbering() {
    return users.numbering();
  }

  /** The same object for indices that number the items alike. */
  public Numbering itemNumbering() {
    return items.numbering();
  }

  /**
   * This index with more users and items, numbered in the order given; itself if there are none. Items
   * that come after the training have no features. O(ids of users and items).
   *
   * @param moreUsers distinct ids, none of them known
   * @param moreItems distinct ids, none of them known
   */
  EntityIndex with(List<String> moreUsers, List<String> moreItems) {
    return moreUsers.isEmpty() && moreItems.isEmpty()
        ? this
        : new EntityIndex(
            users.with(moreUsers), items.with(moreItems),
            keys.followedBy(EntitySide.keys(moreUsers), EntitySide.keys(moreItems)), features);
  }

  /** What the training knew of the items, by index; nothing of erased ones. */
  public ItemFeatures itemFeatures() {
    return features;
  }

  /** Keys by index, for coupled randomness: a hash of the id, stable for ever. */
  public EntityKeys keys() {
    return keys;
  }

  /** Indices of erased items, ascending. Shared: nobody may modify it. */
  public int[] erasedItems() {
    return items.erased();
  }

  /**
   * This index without some entities; itself if there are none. Costs the pages that hold their ids, what
   * was erased before, and the features of all items if one goes.
   *
   * @param erasedUsers user indices, any order
   * @param erasedItems item indices, any order
   */
  public EntityIndex without(int[] erasedUsers, int[] erasedItems) {
    if (erasedUsers.length == 0 && erasedItems.length == 0) {
      return this;
    }
    return new EntityIndex(
        users.without(erasedUsers), items.without(erasedItems), keys,
        features.without(erasedItems));
  }
}
