package io.lethe.training.learning;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.history.NegativePool;
import io.lethe.training.history.RowSolver;
import io.lethe.training.objective.ModelShape;
import java.util.Arrays;

/**
 * What the two sides of a model meet of each other at one moment: positive terms by user and by item,
 * and negatives as they are drawn on average. Immutable; the arrays are only read.
 */
final class Moment {

  private final ModelShape shape;
  private final EntityKeys byItem;
  private final int[] ofUsers;
  private final int[] ofItems;
  private final long sum;
  private final NegativePool items;
  private final NegativePool users;

  private Moment(
      ModelShape shape, EntityKeys byItem, EntityKeys keys, int[] ofUsers, int[] ofItems) {
    this.shape = shape;
    this.byItem = byItem;
    this.ofUsers = ofUsers;
    this.ofItems = ofItems;
    this.sum = Arrays.stream(ofUsers).asLongStream().sum();
    this.items = NegativePool.of(shape.terms(), byItem);
    this.users = NegativePool.ofUsers(shape.terms(), keys, ofUsers);
  }

  /**
   * The moment at which a view counts. O(columns).
   *
   * @param byItem keys of the items that are negatives then
   * @param keys of all users and items there will be
   */
  static Moment of(ModelShape shape, InteractionView view, EntityKeys byItem, EntityKeys keys) {
    int[] ofUsers = new int[keys.userCount()];
    int[] ofItems = new int[keys.itemCount()];
    for (int position = 0; position < view.all().size(); position++) {
      count(shape, view.all(), position, 1, ofUsers, ofItems);
    }
    for (int position : view.leftOut()) {
      count(shape, view.all(), position, -1, ofUsers, ofItems);
    }
    return new Moment(shape, byItem, keys, ofUsers, ofItems);
  }

  private static void count(
      ModelShape shape, Interactions all, int position, int by, int[] ofUsers, int[] ofItems) {
    if (shape.terms().label(all.value(position)) > 0) {
      ofUsers[all.user(position)] += by;
      ofItems[all.item(position)] += by;
    }
  }

  /** Positive terms by user. */
  int[] ofUsers() {
    return ofUsers;
  }

  /** Positive terms by item. */
  int[] ofItems() {
    return ofItems;
  }

  /** How many negatives a user draws. */
  double ofUser(int user) {
    return (double) shape.terms().sampled() * ofUsers[user];
  }

  /** How many users' draws meet an item. */
  double ofItem(int item) {
    if (item >= byItem.itemCount() || shape.terms().sampled() == 0) {
      return 0;
    }
    double share = byItem.itemCount() <= NegativePool.ROWS_MAX
        ? shape.terms().shares(byItem)[item]
        : 1.0 / byItem.itemCount();
    return shape.terms().sampled() * share * sum;
  }

  /** Solves users beside items. */
  RowSolver ofUsers(Kernels kernels, EmbeddingTable table) {
    return new RowSolver(kernels, table, shape.frozen(Side.USER, table.width()), items);
  }

  /** Solves items beside users. */
  RowSolver ofItems(Kernels kernels, EmbeddingTable table) {
    return new RowSolver(kernels, table, shape.frozen(Side.ITEM, table.width()), users);
  }
}
