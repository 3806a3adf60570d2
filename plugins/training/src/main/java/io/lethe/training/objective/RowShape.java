package io.lethe.training.objective;

import io.lethe.spi.ParameterBlock.Side;

/**
 * Layout of a row. With biases a user row is {@code [p, b_u, 1]} and an item row {@code [q, 1,
 * b_i]}, so that the score stays one dot product, {@code p . q + b_u + b_i}; the ones are frozen.
 */
public final class RowShape {

  private RowShape() {}

  /** Floats per row. */
  public static int width(int factors, boolean biases) {
    return biases ? factors + 2 : factors;
  }

  /** The coordinate of a side's rows that never moves, -1 if there is none. */
  public static int frozen(Side side, int width, boolean biases) {
    if (!biases) {
      return -1;
    }
    return side == Side.USER ? width - 1 : width - 2;
  }
}
