package io.lethe.engine.recommend;

import io.lethe.kernels.TopN;
import io.lethe.spi.RecommenderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The score of a user and an item is the product of their rows, small whole numbers, so that many are
 * equal. Immutable; counts what it is asked.
 */
final class RowsModel implements RecommenderModel {

  private static final int WIDTH = 2;

  private final float[][] users;
  private final float[][] items;
  private final Asked asked;

  /** What models were asked. */
  static final class Asked {
    int scans;
    int scores;
    int usersAtOnce = 1;
    final List<List<Integer>> passes = new ArrayList<>();
  }

  private RowsModel(float[][] users, float[][] items, Asked asked) {
    this.users = users;
    this.items = items;
    this.asked = asked;
  }

  static RowsModel drawn(int users, int items, Random random, Asked asked) {
    return new RowsModel(rows(users, random), rows(items, random), asked);
  }

  private static float[][] rows(int count, Random random) {
    return IntStream.range(0, count).mapToObj(row -> row(random)).toArray(float[][]::new);
  }

  private static float[] row(Random random) {
    return new float[]{random.nextInt(4) - 1, random.nextInt(4) - 1};
  }

  /** With other rows of some users and items, and rows for new ones. */
  RowsModel with(int userCount, int itemCount, int[] moved, int[] movedItems, Random random) {
    return new RowsModel(
        drawn(users, userCount, moved, random), drawn(items, itemCount, movedItems, random), asked);
  }

  private static float[][] drawn(float[][] rows, int count, int[] moved, Random random) {
    float[][] next = Arrays.copyOf(rows, count);
    IntStream.concat(Arrays.stream(moved), IntStream.range(rows.length, count))
        .forEach(row -> next[row] = row(random));
    return next;
  }

  /** With certain values in a user's row. */
  RowsModel withUser(int user, float... row) {
    float[][] next = users.clone();
    next[user] = row;
    return new RowsModel(next, items, asked);
  }

  /** With certain values in an item's row. */
  RowsModel withItem(int item, float... row) {
    float[][] next = items.clone();
    next[item] = row;
    return new RowsModel(users, next, asked);
  }

  /** With zeros in some rows. */
  RowsModel without(int[] goneUsers, int[] goneItems) {
    float[][] nextUsers = users.clone();
    float[][] nextItems = items.clone();
    Arrays.stream(goneUsers).forEach(user -> nextUsers[user] = new float[WIDTH]);
    Arrays.stream(goneItems).forEach(item -> nextItems[item] = new float[WIDTH]);
    return new RowsModel(nextUsers, nextItems, asked);
  }

  @Override
  public int userCount() {
    return users.length;
  }

  @Override
  public int itemCount() {
    return items.length;
  }

  private float score(int user, int item) {
    return users[user][0] * items[item][0] + users[user][1] * items[item][1];
  }

  @Override
  public void score(int user, int[] some, float[] scores) {
    asked.scores += some.length;
    for (int k = 0; k < some.length; k++) {
      scores[k] = score(user, some[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    asked.scans++;
    TopN best = new TopN(top, scores);
    for (int item = 0; item < items.length; item++) {
      if (Arrays.binarySearch(excluded, item) < 0) {
        best.offer(item, score(user, item));
      }
    }
    return best.finish();
  }

  @Override
  public int usersAtOnce() {
    return asked.usersAtOnce;
  }

  @Override
  public int[] topItems(int[] some, int[][] excluded, int[][] tops, float[][] scores) {
    asked.passes.add(Arrays.stream(some).boxed().toList());
    return RecommenderModel.super.topItems(some, excluded, tops, scores);
  }

  @Override
  public Optional<MovedRows> movedSince(RecommenderModel earlier) {
    return earlier instanceof RowsModel was
        ? Optional.of(new MovedRows(moved(was.users, users), moved(was.items, items)))
        : Optional.empty();
  }

  private static int[] moved(float[][] before, float[][] after) {
    return IntStream.range(0, Math.min(before.length, after.length))
        .filter(row -> !Arrays.equals(before[row], after[row]))
        .toArray();
  }
}
