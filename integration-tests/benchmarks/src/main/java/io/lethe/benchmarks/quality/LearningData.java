package io.lethe.benchmarks.quality;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainingData;
import io.lethe.store.input.InteractionFile;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Interactions by time, users and items numbered as they first appear: so that what is known at one
 * moment is a beginning of what is known later, as in a host. Immutable.
 */
final class LearningData {

  private static final long SEED = 5;
  private static final int CHOOSING_PART_INVERSE = 10;

  private final EntityKeys keys;
  private final int[] users;
  private final int[] items;
  private final float[] values;
  private final int first;

  private LearningData(EntityKeys keys, int[] users, int[] items, float[] values, int first) {
    this.keys = keys;
    this.users = users;
    this.items = items;
    this.values = values;
    this.first = first;
  }

  /**
   * The rows of a file.
   *
   * @param part of the rows, the last ones by time, to learn instead of train on
   * @throws IllegalArgumentException if the file has no times
   */
  static LearningData of(InteractionFile file, double part) {
    InteractionColumns columns = file.columns();
    if (file.times().length != columns.size()) {
      throw new IllegalArgumentException("the file has no times; its last rows are not known");
    }
    EntityKeys named = EntityIndex.of(new EntityIds(columns.userIds(), columns.itemIds())).keys();
    Interactions all = new Interactions(named, columns.users(), columns.items(), columns.values());
    // A sort of doubles by index keeps the file's order among rows of one moment.
    int[] order = IntStream.range(0, all.size())
        .boxed()
        .sorted((left, right) -> Double.compare(file.times()[left], file.times()[right]))
        .mapToInt(row -> row)
        .toArray();
    int[] users = Arrays.stream(order).map(all::user).toArray();
    int[] items = Arrays.stream(order).map(all::item).toArray();
    float[] values = new float[order.length];
    for (int k = 0; k < order.length; k++) {
      values[k] = all.value(order[k]);
    }
    long[] userKeys = Arrays.stream(numbered(users, named.userCount()))
        .mapToLong(named::user)
        .toArray();
    long[] itemKeys = Arrays.stream(numbered(items, named.itemCount()))
        .mapToLong(named::item)
        .toArray();
    return new LearningData(
        new EntityKeys(userKeys, itemKeys), users, items, values,
        (int) Math.round(order.length * (1 - part)));
  }

  /** Replaces numbers by those of their first appearance; gives the former number of each. */
  private static int[] numbered(int[] column, int count) {
    int[] numbers = new int[count];
    int[] former = new int[count];
    int next = 0;
    for (int k = 0; k < column.length; k++) {
      int old = column[k];
      if (numbers[old] == 0) {
        former[next] = old;
        numbers[old] = ++next;
      }
      column[k] = numbers[old] - 1;
    }
    return Arrays.copyOf(former, next);
  }

  /** Number of rows. */
  int size() {
    return users.length;
  }

  /** How many rows are trained on. */
  int first() {
    return first;
  }

  /** The first rows, with the users and items that they name. */
  InteractionView upTo(int rows) {
    int[] someUsers = Arrays.copyOf(users, rows);
    int[] someItems = Arrays.copyOf(items, rows);
    EntityKeys known = new EntityKeys(
        IntStream.rangeClosed(0, Arrays.stream(someUsers).max().orElse(-1))
            .mapToLong(keys::user)
            .toArray(),
        IntStream.rangeClosed(0, Arrays.stream(someItems).max().orElse(-1))
            .mapToLong(keys::item)
            .toArray());
    return InteractionView
        .of(new Interactions(known, someUsers, someItems, Arrays.copyOf(values, rows)));
  }

  /** The first rows, a tenth of them held out: for what a family chooses by that. */
  TrainingData choosing() {
    InteractionView rows = upTo(first);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] held = IntStream.range(0, first)
        .filter(row -> random.nextInt(CHOOSING_PART_INVERSE) == 0)
        .toArray();
    int[] rest = IntStream.range(0, first)
        .filter(row -> Arrays.binarySearch(held, row) < 0)
        .toArray();
    return new TrainingData(rows.without(held), new InteractionView(rows.all(), rest));
  }

  /** Pairs of the rows that are learned, of users and items that the training knew. */
  Pairs known() {
    InteractionView trained = upTo(first);
    return pairs(trained.all().keys().userCount(), trained.all().keys().itemCount());
  }

  /** Pairs of the rows that are learned. */
  Pairs learned() {
    return pairs(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private Pairs pairs(int userCount, int itemCount) {
    int[] rows = IntStream.range(first, size())
        .filter(row -> users[row] < userCount && items[row] < itemCount)
        .toArray();
    return new Pairs(
        Arrays.stream(rows).map(row -> users[row]).toArray(),
        Arrays.stream(rows).map(row -> items[row]).toArray());
  }

  /** Pairs drawn from all users and items that the training knew. */
  Pairs drawn(int count) {
    EntityKeys known = upTo(first).all().keys();
    SplittableRandom random = new SplittableRandom(SEED);
    return new Pairs(
        random.ints(count, 0, known.userCount()).toArray(),
        random.ints(count, 0, known.itemCount()).toArray());
  }

  /** Users and items, side by side. */
  record Pairs(int[] users, int[] items) {

    int size() {
      return users.length;
    }
  }
}
