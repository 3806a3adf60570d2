package io.lethe.training.gradient;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.objective.CoupledRandom;
import java.util.List;

/**
 * One matrix of parameters, and how it begins.
 *
 * @param name lower case with dashes, unique in its model; also its tensor's name
 * @param side whose rows these are
 * @param rows of a shared block; of users, items and features of items the data says how many there are
 * @param width floats per row
 * @param drawn whether it begins with drawn numbers; else with zeros
 * @param ofFeatures whether it is absent where the items have no features
 */
public record RowBlock(
    String name, Side side, int rows, int width, boolean drawn, boolean ofFeatures) {

  public RowBlock {
    if (rows < 0 || width < 1) {
      throw new IllegalArgumentException(
          "block %s: %d rows of width %d".formatted(name, rows, width));
    }
  }

  /** One drawn row per user, called {@code user}. */
  public static RowBlock users(int width) {
    return new RowBlock("user", Side.USER, 0, width, true, false);
  }

  /** One drawn row per item, called {@code item}. */
  public static RowBlock items(int width) {
    return new RowBlock("item", Side.ITEM, 0, width, true, false);
  }

  /** A layer that all interactions share, drawn by the rule of Glorot and Bengio (AISTATS 2010). */
  public static RowBlock layer(String name, int rows, int width) {
    return new RowBlock(name, Side.SHARED, rows, width, true, false);
  }

  /** A layer's bias: one row of zeros. */
  public static RowBlock bias(String name, int width) {
    return new RowBlock(name, Side.SHARED, 1, width, false, false);
  }

  /** One drawn row per feature of items, which all interactions share; absent where there are none. */
  public static RowBlock features(String name, int width) {
    return new RowBlock(name, Side.SHARED, 0, width, true, true);
  }

  /** A layer that only what is made of features goes through; absent where there are none. */
  public static RowBlock featureLayer(String name, int rows, int width) {
    return new RowBlock(name, Side.SHARED, rows, width, true, true);
  }

  /**
   * The blocks of a model of items with so many features: with numbers of rows, and without those that
   * would have none.
   */
  public static List<RowBlock> over(List<RowBlock> blocks, int features) {
    return blocks.stream()
        .filter(block -> !block.ofFeatures || features > 0)
        .map(block -> block.ofFeatures && block.rows == 0 ? block.withRows(features) : block)
        .toList();
  }

  private RowBlock withRows(int count) {
    return new RowBlock(name, side, count, width, drawn, ofFeatures);
  }

  int rows(EntityKeys keys) {
    return switch (side) {
      case USER -> keys.userCount();
      case ITEM -> keys.itemCount();
      case SHARED -> rows;
    };
  }

  /**
   * Its first numbers: each row's a hash of the seed and of whom it stands for, so that taking a user away
   * changes no other row.
   *
   * @param deviation of users' and items' rows
   * @param number of the block in its model; tells one layer's numbers from another's
   */
  EmbeddingTable first(EntityKeys keys, float deviation, int number, CoupledRandom random) {
    int count = rows(keys);
    float[] values = new float[Math.multiplyExact(count, width)];
    if (drawn) {
      draw(keys, deviation, number, random, values);
    }
    return EmbeddingTable.copyOf(count, width, List.of(values));
  }

  private void draw(
      EntityKeys keys, float deviation, int number, CoupledRandom random, float[] values) {
    if (side == Side.SHARED) {
      float glorot = (float) Math.sqrt(2.0 / (rows + width));
      random.row(side, number, glorot, values, 0, values.length);
      return;
    }
    for (int row = 0; row < values.length / width; row++) {
      long key = side == Side.USER ? keys.user(row) : keys.item(row);
      random.row(side, key, deviation, values, row * width, width);
    }
  }
}
