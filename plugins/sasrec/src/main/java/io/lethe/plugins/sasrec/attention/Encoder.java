package io.lethe.plugins.sasrec.attention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the rows of a user's interactions, oldest first, into rows that stand for the user after each of
 * them. Confined to one thread.
 */
public final class Encoder {

  private final AttentionShape shape;
  private final List<AttentionBlock> blocks = new ArrayList<>();
  private final Normalization last;
  private final double[] x;

  /** Room for so many rows. */
  public Encoder(AttentionShape shape, int rowsMax) {
    this.shape = shape;
    for (int b = 0; b < shape.blocks(); b++) {
      blocks.add(new AttentionBlock(shape, shape.blockFrom(b), rowsMax));
    }
    this.last = new Normalization(shape.width(), rowsMax);
    this.x = new double[rowsMax * shape.width()];
  }

  /** Where the caller puts the rows that go in, one after another. */
  public double[] input() {
    return x;
  }

  /** The rows that came out last. */
  public double[] output() {
    return last.rows();
  }

  /**
   * Makes the rows that come out.
   *
   * @param rows that go in
   * @param first the first row that is wanted; those before it are looked back at alone
   */
  public void forward(double[] layers, int rows, int first) {
    for (int b = 0; b < blocks.size(); b++) {
      blocks.get(b).forward(layers, x, rows, firstOf(b, first));
    }
    for (int row = first; row < rows; row++) {
      last.forward(x, row);
    }
  }

  /** The first row that a block has to make. */
  private int firstOf(int block, int first) {
    return Math.max(0, first - (blocks.size() - 1 - block) * (shape.window() - 1));
  }

  /**
   * From the slopes of the rows that came out of {@link #forward} to those of the rows that went in.
   *
   * @param slopes of the output; only read
   * @param ofLayers to which the layers' are added
   * @return valid until the next pass
   */
  public double[] backward(
      double[] layers, double[] slopes, int rows, int first, double[] ofLayers) {
    Arrays.fill(x, 0, rows * shape.width(), 0);
    for (int row = first; row < rows; row++) {
      last.backward(slopes, row, x);
    }
    for (int b = blocks.size() - 1; b >= 0; b--) {
      blocks.get(b).backward(layers, x, rows, firstOf(b, first), ofLayers);
    }
    return x;
  }
}
