package io.lethe.engine.data;

import io.lethe.engine.popularity.ItemPopularity;
import io.lethe.spi.InteractionView;
import io.lethe.spi.TrainingData;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The data side of a version: who and what it knows, and the interactions it reflects. Immutable;
 * making the next one costs what goes (and the arrays of what has gone before), never the data.
 */
public final class VersionData {

  private final EntityIndex index;
  private final InteractionTable table;
  private final ValidationSplit split;
  private final InteractionView live;
  private final InteractionView trained;
  private final SeenItems seen;
  private final ItemPopularity popularity;

  private VersionData(
      EntityIndex index, InteractionTable table, ValidationSplit split, InteractionView live,
      InteractionView trained, SeenItems seen, ItemPopularity popularity) {
    this.index = index;
    this.table = table;
    this.split = split;
    this.live = live;
    this.trained = trained;
    this.seen = seen;
    this.popularity = popularity;
  }

  /** Everything a table holds. O(rows). */
  static VersionData of(EntityIndex index, InteractionTable table, ValidationSplit split) {
    return of(index, table, split, new InteractionView(table.interactions(), table.holes()));
  }

  private static VersionData of(
      EntityIndex index, InteractionTable table, ValidationSplit split, InteractionView live) {
    InteractionView trained = live.without(heldOutOf(live, split));
    return new VersionData(
        index, table, split, live, trained, SeenItems.of(table, live), new ItemPopularity(live));
  }

  private static int[] heldOutOf(InteractionView live, ValidationSplit split) {
    return Arrays.stream(live.positions())
        .filter(position -> isHeldOut(live, split, position))
        .toArray();
  }

  private static boolean isHeldOut(InteractionView live, ValidationSplit split, int position) {
    return split.heldOut(live.all().keys(), live.all().user(position), live.all().item(position));
  }

  /** Ids and indices. */
  public EntityIndex index() {
    return index;
  }

  /** All rows, and where each user's and item's are. */
  public InteractionTable table() {
    return table;
  }

  /** Every interaction that counts, held-out ones included. */
  public InteractionView live() {
    return live;
  }

  /** What the parameters were learnt from. */
  public InteractionView trained() {
    return trained;
  }

  /** What was held out. O(rows). */
  public InteractionView heldOut() {
    return live.without(trained.positions());
  }

  /** Both parts, for a trainer. */
  public TrainingData trainingData() {
    return new TrainingData(trained, heldOut());
  }

  /** The same interactions with nothing held out. O(rows) unless that is so already. */
  public VersionData withAllTrained() {
    return split.share() == 0 ? this : of(index, table, new ValidationSplit(split.seed(), 0), live);
  }

  /** The position of a user's and an item's live interaction; -1 if there is none. */
  public int find(String user, String item) {
    int userIndex = index.user(user);
    int itemIndex = index.item(item);
    if (userIndex == EntityIndex.UNKNOWN || itemIndex == EntityIndex.UNKNOWN) {
      return -1;
    }
    int position = table.find(userIndex, itemIndex);
    return position >= 0 && live.contains(position) ? position : -1;
  }

  /** How the parts were split. */
  public ValidationSplit split() {
    return split;
  }

  /** Items a user has interacted with, ascending. Shared: nobody may modify it. */
  public int[] seen(int user) {
    return seen.of(user);
  }

  /** Items by how many live interactions they have; erased ones, which have none, included. */
  public ItemPopularity popularity() {
    return popularity;
  }

  /**
   * The data after an erasure; itself if nothing goes.
   *
   * @param positions live positions to go, distinct, any order; those of the erased entities
   *     included
   * @param users users that go as a whole
   * @param items items that go as a whole
   */
  public VersionData without(int[] positions, int[] users, int[] items) {
    EntityIndex nextIndex = index.without(users, items);
    if (positions.length == 0) {
      return nextIndex == index
          ? this
          : new VersionData(nextIndex, table, split, live, trained, seen, popularity);
    }
    InteractionView nextLive = live.without(positions);
    int[] gone = Arrays.stream(positions).filter(trained::contains).toArray();
    // Nobody asks for an erased user's items, and erased items are never recommended: both stay.
    int[] noLongerSeen = Arrays.stream(positions)
        .filter(
            position -> !contains(items, live.all().item(position))
                && !contains(users, live.all().user(position)))
        .toArray();
    return new VersionData(
        nextIndex, table, split, nextLive, trained.without(gone),
        seen.without(noLongerSeen, live.all()), new ItemPopularity(nextLive));
  }

  /**
   * The data with rows of the log that came later: new users and items get the next indices, and a row of
   * a pair that is there takes its place. O(all rows) by copying; the work is O(more rows).
   *
   * @param rows those that follow the table's, a pair at most once; a purged one has a place alone
   * @param excluded rows that do not count, by their number among {@code rows}
   */
  public VersionData with(InteractionColumns rows, IntPredicate excluded) {
    return new LaterRows(this, rows, excluded).added();
  }

  /** This data, grown: to be called with parts that fit each other. */
  VersionData grown(
      EntityIndex nextIndex, InteractionTable nextTable, InteractionView nextLive,
      InteractionView nextTrained, long[] nowSeen) {
    return new VersionData(
        nextIndex, nextTable, split, nextLive, nextTrained,
        seen.with(nextIndex.userCount(), nowSeen), new ItemPopularity(nextLive));
  }

  private static boolean contains(int[] values, int value) {
    for (int each : values) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same interactions with a fresh index of just the users and items they name, with the features
   * that this data knows of those items, and without the
   * values, times and event types of what was erased: what a retraining starts from. O(rows).
   */
  public VersionData compacted() {
    int size = live.all().size();
    int[] users = new int[size];
    int[] items = new int[size];
    float[] values = new float[size];
    Arrays.fill(users, EntityIndex.UNKNOWN);
    Arrays.fill(items, EntityIndex.UNKNOWN);
    DenseNumbers userNumbers = new DenseNumbers(index.userCount());
    DenseNumbers itemNumbers = new DenseNumbers(index.itemCount());
    for (int position : live.positions()) {
      users[position] = userNumbers.of(live.all().user(position));
      items[position] = itemNumbers.of(live.all().item(position));
      values[position] = live.all().value(position);
    }
    EntityIndex fresh = EntityIndex.of(
        new EntityIds(
            userNumbers.names(index::userId), itemNumbers.names(index::itemId),
            index.itemFeatures().at(itemNumbers.order())));
    int[] kept = live.positions();
    return of(
        fresh, InteractionTable.of(
            fresh, users, items, values, table.timesOf(kept), table.events().only(kept)),
        split);
  }
}
