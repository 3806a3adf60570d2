package io.lethe.plugins.mf;

import io.lethe.kernels.DenseRows;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import java.util.List;

/**
 * The two tables while they are trained. Mutable, confined to one training run.
 *
 * @param users one row per user
 * @param items one row per item
 * @param biases whether rows end in a bias and a constant 1 that meets the other side's bias
 */
record FactorTables(DenseRows users, DenseRows items, boolean biases) {

  /** Fresh tables: random vectors, biases 0. */
  static FactorTables fresh(MfOptions options, EntityKeys keys, CoupledRandom random) {
    int width = RowShape.width(options.factors(), options.biases());
    float[] users = new float[floats("users", keys.userCount(), width)];
    float[] items = new float[floats("items", keys.itemCount(), width)];
    for (int u = 0; u < keys.userCount(); u++) {
      random.row(
          Side.USER, keys.user(u), options.initDeviation(), users, u * width, options.factors());
    }
    for (int i = 0; i < keys.itemCount(); i++) {
      random.row(
          Side.ITEM, keys.item(i), options.initDeviation(), items, i * width, options.factors());
    }
    FactorTables tables = new FactorTables(
        new DenseRows(users, width), new DenseRows(items, width), options.biases());
    fill(users, width, tables.frozenOfUser());
    fill(items, width, tables.frozenOfItem());
    return tables;
  }

  private static int floats(String what, int rows, int width) {
    long floats = (long) rows * width;
    if (floats > Integer.MAX_VALUE - 8) {
      throw OptionValues.refusal(
          "%d %s with %d floats each are %d floats; a table holds at most %d"
              .formatted(rows, what, width, floats, Integer.MAX_VALUE - 8));
    }
    return (int) floats;
  }

  private static void fill(float[] values, int width, int frozen) {
    if (frozen >= 0) {
      for (int at = frozen; at < values.length; at += width) {
        values[at] = 1;
      }
    }
  }

  /** A copy that later training does not change. */
  FactorTables copy() {
    return new FactorTables(
        new DenseRows(users.values().clone(), users.width()),
        new DenseRows(items.values().clone(), items.width()), biases);
  }

  /** Takes over the values of tables of the same shape. */
  void copyFrom(FactorTables other) {
    System.arraycopy(other.users.values(), 0, users.values(), 0, users.values().length);
    System.arraycopy(other.items.values(), 0, items.values(), 0, items.values().length);
  }

  /** The values as immutable tables in pages of their own. */
  PairTables paged() {
    return new PairTables(
        EmbeddingTable.copyOf(userCount(), width(), List.of(users.values())),
        EmbeddingTable.copyOf(itemCount(), width(), List.of(items.values())));
  }

  /** Floats per row, on both sides. */
  int width() {
    return users.width();
  }

  int userCount() {
    return users.values().length / users.width();
  }

  int itemCount() {
    return items.values().length / items.width();
  }

  /** Coordinate of a user row that never moves, -1 if there is none. */
  int frozenOfUser() {
    return RowShape.frozen(Side.USER, width(), biases);
  }

  /** Coordinate of an item row that never moves, -1 if there is none. */
  int frozenOfItem() {
    return RowShape.frozen(Side.ITEM, width(), biases);
  }
}
