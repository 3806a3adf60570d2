package io.lethe.plugins.lightgcn;

import io.lethe.training.FactorTables;
import java.util.Arrays;

/**
 * One vector per node of a graph: users and items, each side's rows one after the other in an array.
 * Mutable, the arrays are shared.
 *
 * @param users user {@code u}'s vector begins at {@code userOffset + u * width}
 * @param items item {@code i}'s vector begins at {@code itemOffset + i * width}; may be the same
 *     array
 */
record NodeVectors(float[] users, int userOffset, float[] items, int itemOffset, int width) {

  /** Both sides in one array, users first: how a vector over all parameters lies. */
  static NodeVectors flat(float[] vector, int userCount, int width) {
    return new NodeVectors(vector, 0, vector, userCount * width, width);
  }

  /** The rows of tables in training. */
  static NodeVectors of(FactorTables tables) {
    return new NodeVectors(tables.users().values(), 0, tables.items().values(), 0, tables.width());
  }

  /** Zeros for a graph's nodes. */
  static NodeVectors zeros(int userCount, int itemCount, int width) {
    return new NodeVectors(new float[userCount * width], 0, new float[itemCount * width], 0, width);
  }

  /** Sets everything to zero; only for vectors that do not share an array with anything else. */
  void clear() {
    Arrays.fill(users, 0);
    Arrays.fill(items, 0);
  }
}
