package io.lethe.training;

import io.lethe.kernels.DenseRows;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.PluginException;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.RowShape;
import java.util.List;

/**
 * The two tables while they are trained. Mutable, confined to one training run.
 *
 * @param users one row per user
 * @param items one row per item
 * @param biases whether rows end in a bias and a constant 1 that meets the other side's bias
 */
public record FactorTables(DenseRows users, DenseRows items, boolean biases) {

  /** Fresh tables: random vectors, biases 0. */
  public static FactorTables fresh(
      TrainingOptions options, boolean biases, EntityKeys keys, CoupledRandom random) {
    int width = RowShape.width(options.factors(), biases);
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
        new DenseRows(users, width), new DenseRows(items, width), biases);
    fill(users, width, tables.frozenOfUser());
    fill(items, width, tables.frozenOfItem());
    return tables;
  }

  /**
   * Refuses tables that these options would not have made.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT}
   */
  public void checkShape(TrainingOptions options, boolean wantedBiases, EntityKeys keys) {
    int wanted = RowShape.width(options.factors(), wantedBiases);
    if (width() != wanted || biases != wantedBiases || userCount() != keys.userCount()
        || itemCount() != keys.itemCount()) {
      throw OptionValues.refusal(
          ("the model to start from has %d users and %d items of width %d, biases %s;"
              + " wanted %d, %d, %d, %s").formatted(
                  userCount(), itemCount(), width(), biases, keys.userCount(), keys.itemCount(),
                  wanted, wantedBiases));
    }
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

  /** Tables to train on from others, which stay as they are. */
  public static FactorTables copyOf(PairTables tables, boolean biases) {
    return new FactorTables(dense(tables.users()), dense(tables.items()), biases);
  }

  private static DenseRows dense(EmbeddingTable table) {
    float[] values = new float[floats("rows", table.rows(), table.width())];
    int at = 0;
    for (float[] page : table.pages()) {
      System.arraycopy(page, 0, values, at, page.length);
      at += page.length;
    }
    return new DenseRows(values, table.width());
  }

  /** A copy that later training does not change. */
  public FactorTables copy() {
    return new FactorTables(
        new DenseRows(users.values().clone(), users.width()),
        new DenseRows(items.values().clone(), items.width()), biases);
  }

  /** Takes over the values of tables of the same shape. */
  public void copyFrom(FactorTables other) {
    System.arraycopy(other.users.values(), 0, users.values(), 0, users.values().length);
    System.arraycopy(other.items.values(), 0, items.values(), 0, items.values().length);
  }

  /** The values as immutable tables in pages of their own. */
  public PairTables paged() {
    return new PairTables(
        EmbeddingTable.copyOf(userCount(), width(), List.of(users.values())),
        EmbeddingTable.copyOf(itemCount(), width(), List.of(items.values())));
  }

  /** Floats per row, on both sides. */
  public int width() {
    return users.width();
  }

  /** Number of user rows. */
  public int userCount() {
    return users.values().length / users.width();
  }

  /** Number of item rows. */
  public int itemCount() {
    return items.values().length / items.width();
  }

  /** Coordinate of a user row that never moves, -1 if there is none. */
  public int frozenOfUser() {
    return RowShape.frozen(Side.USER, width(), biases);
  }

  /** Coordinate of an item row that never moves, -1 if there is none. */
  public int frozenOfItem() {
    return RowShape.frozen(Side.ITEM, width(), biases);
  }
}
