package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.loss.GroupLoss;

/**
 * How the scores of a chunk's pairs change with their own two rows: all there is of the scores'
 * Jacobian while the layers stand still. Held as floats, which keeps {@code J' H J} symmetric and
 * positive semi-definite.
 *
 * @param users per pair the derivative in its user row, pair after pair
 * @param items the same for items
 * @param scores per pair its logit
 */
record RowSlopes(float[] users, float[] items, double[] scores) {

  /** One gradient pass. */
  static RowSlopes of(Network network, TermChunk chunk) {
    Slopes slopes = network.slopes(chunk.rows(), chunk.unitScores());
    return new RowSlopes(floats(slopes.users()), floats(slopes.items()), slopes.logits());
  }

  private static float[] floats(double[] doubles) {
    float[] floats = new float[doubles.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) doubles[k];
    }
    return floats;
  }

  /** {@code J v} of each pair, by its two rows. */
  double[] along(TermChunk chunk, Direction direction) {
    int width = users.length / chunk.count();
    double[] along = new double[chunk.count()];
    for (int k = 0; k < along.length; k++) {
      int at = k * width;
      along[k] = direction.dot(NetworkParameters.USER_BLOCK, chunk.user(k), width, users, at)
          + direction.dot(NetworkParameters.ITEM_BLOCK, chunk.item(k), width, items, at);
    }
    return along;
  }

  /** Adds {@code J' factors} to the selected rows. */
  void addProduct(TermChunk chunk, double[] factors, SelectionSums sums) {
    int width = users.length / chunk.count();
    for (int k = 0; k < factors.length; k++) {
      if (factors[k] != 0) {
        int at = k * width;
        sums.addRow(NetworkParameters.USER_BLOCK, chunk.user(k), width, users, at, factors[k]);
        sums.addRow(NetworkParameters.ITEM_BLOCK, chunk.item(k), width, items, at, factors[k]);
      }
    }
  }

  /** Adds {@code J' H J v} of these pairs to the selected rows, H the loss's second derivatives. */
  void addCurved(TermChunk chunk, GroupLoss loss, Direction direction, SelectionSums sums) {
    double[] along = along(chunk, direction);
    loss.curve(scores, along);
    addProduct(chunk, along, sums);
  }
}
