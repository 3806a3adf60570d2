package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import java.util.Arrays;

/**
 * Moves every row of one side towards its minimum while the other side stands still: a few steps of
 * conjugate gradients from where the row is (Takács, Pilászy, Tikk 2011), on {@code (G + sum of
 * extras * y y' + reg) x = sum of (1 + extra) * y}, G the Gram matrix of the other side. A row
 * without entries becomes zero.
 *
 * <p>Writes into the pages of the table it moves: a trainer's own. Same bits for any number of
 * threads. Confined to one run.
 */
final class HalfSweep {

  private final Kernels kernels;
  private final Workers workers;
  private final SparseSide side;
  private final BalancedRows chunks;
  private final float reg;
  private final float[] products;
  private final double[] losses;

  /**
   * A sweep over one side.
   *
   * @param products scratch of one float an entry, or more
   */
  HalfSweep(Kernels kernels, Workers workers, SparseSide side, float reg, float[] products) {
    this.kernels = kernels;
    this.workers = workers;
    this.side = side;
    this.chunks = BalancedRows.of(side);
    this.reg = reg;
    this.products = products;
    this.losses = new double[side.rows()];
  }

  /**
   * Moves all rows.
   *
   * @param steps of conjugate gradients a row
   * @return the squared errors of all pairs as they were before, without L2
   */
  double run(EmbeddingTable moved, EmbeddingTable fixed, int steps) {
    float[] gram = gram(kernels, workers, fixed);
    chunks.run(workers, (from, to) -> {
      Row row = new Row(moved, fixed, gram);
      for (int r = from; r < to; r++) {
        losses[r] = row.move(r, steps);
      }
    });
    double loss = 0;
    for (double each : losses) {
      loss += each;
    }
    return loss;
  }

  /** The sum of outer products of a table's rows, rounded to floats. */
  static float[] gram(Kernels kernels, Workers workers, EmbeddingTable table) {
    float[] ones = new float[table.rows()];
    Arrays.fill(ones, 1);
    double[] exact = GramMatrix.weighted(kernels, workers, table, ones);
    float[] gram = new float[exact.length];
    for (int k = 0; k < gram.length; k++) {
      gram[k] = (float) exact[k];
    }
    return gram;
  }

  /** The vectors of one row's solve. */
  private final class Row {

    private final EmbeddingTable moved;
    private final EmbeddingTable fixed;
    private final float[] gram;
    private final int width;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;
    private int from;
    private int to;

    Row(EmbeddingTable moved, EmbeddingTable fixed, float[] gram) {
      this.moved = moved;
      this.fixed = fixed;
      this.gram = gram;
      this.width = moved.width();
      this.residual = new float[width];
      this.direction = new float[width];
      this.image = new float[width];
    }

    double move(int row, int steps) {
      from = side.starts()[row];
      to = side.starts()[row + 1];
      float[] page = moved.pageOf(row);
      int at = moved.offsetOf(row);
      if (from == to) {
        Arrays.fill(page, at, at + width, 0);
        return 0;
      }
      double loss = residual(page, at);
      System.arraycopy(residual, 0, direction, 0, width);
      float square = kernels.dot(residual, 0, residual, 0, width);
      for (int step = 0; step < steps && square > 0; step++) {
        image();
        float size = square / kernels.dot(direction, 0, image, 0, width);
        kernels.addScaled(size, direction, 0, page, at, width);
        kernels.addScaled(-size, image, 0, residual, 0, width);
        float next = kernels.dot(residual, 0, residual, 0, width);
        kernels.scale(next / square, direction, 0, width);
        kernels.addScaled(1, residual, 0, direction, 0, width);
        square = next;
      }
      return loss;
    }

    /** Right-hand side minus the matrix times the row; gives the row's squared errors. */
    private double residual(float[] page, int at) {
      kernels.dots(page, at, width, gram, 0, width, residual, 0);
      double loss = kernels.dot(residual, 0, page, at, width);
      kernels.addScaled(reg, page, at, residual, 0, width);
      kernels.scale(-1, residual, 0, width);
      kernels.gatherDots(fixed, side.columns(), from, to, page, at, products);
      for (int k = from; k < to; k++) {
        float extra = side.extras()[k];
        double score = products[k];
        loss += (1 + extra) * (1 - score) * (1 - score) - score * score;
        products[k] = 1 + extra - extra * products[k];
      }
      kernels.gatherSum(fixed, side.columns(), products, from, to, residual, 0);
      return loss;
    }

    private void image() {
      kernels.dots(direction, 0, width, gram, 0, width, image, 0);
      kernels.addScaled(reg, direction, 0, image, 0, width);
      kernels.gatherDots(fixed, side.columns(), from, to, direction, 0, products);
      for (int k = from; k < to; k++) {
        products[k] *= side.extras()[k];
      }
      kernels.gatherSum(fixed, side.columns(), products, from, to, image, 0);
    }
  }
}
