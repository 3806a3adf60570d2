package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.RangeTask;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.Cholesky;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Moves rows of one side to their minimum while the other side stands still: a few steps of conjugate
 * gradients (Takács, Pilászy, Tikk 2011) from where the row is, on {@code (G + reg + sum of extras *
 * y y') x = sum of (1 + extra) * y}, G the Gram matrix of the other side. {@code (G + reg)^-1} is the
 * preconditioner: with alpha up to 1 the eigenvalues then lie between 1 and 2, and two steps leave
 * .06 of the error at most. A row without entries becomes zero.
 *
 * <p>With a shift the minimum is that of the objective minus {@code 2 * shift . x}: the point where
 * half the gradient is the shift.
 *
 * <p>Writes into the pages of the table it moves, which must be the caller's alone. Same bits for any
 * number of threads. Confined to one run.
 */
final class HalfSweep {

  private final Kernels kernels;
  private final Workers workers;
  private final SparseSide side;
  private final BalancedRows chunks;
  private final float reg;
  private final @Nullable EmbeddingTable shift;
  private final float[] products;
  private final double[] losses;

  /**
   * A sweep over one side.
   *
   * @param shift per row of that side half the gradient to end at; null for none
   * @param products scratch of one float an entry, or more
   */
  HalfSweep(
      Kernels kernels, Workers workers, SparseSide side, float reg, @Nullable EmbeddingTable shift,
      float[] products) {
    this.kernels = kernels;
    this.workers = workers;
    this.side = side;
    this.chunks = BalancedRows.of(side);
    this.reg = reg;
    this.shift = shift;
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
    chunks.run(workers, task(moved, fixed, exactGram(kernels, workers, fixed), steps));
    double loss = 0;
    for (double each : losses) {
      loss += each;
    }
    return loss;
  }

  /** Moves some rows. */
  void run(int[] rows, EmbeddingTable moved, EmbeddingTable fixed, int steps) {
    run(rows, moved, fixed, exactGram(kernels, workers, fixed), steps);
  }

  /** Moves some rows; {@code gram} is the fixed side's, so that nothing here costs all its rows. */
  void run(int[] rows, EmbeddingTable moved, EmbeddingTable fixed, double[] gram, int steps) {
    RangeTask task = task(moved, fixed, gram, steps);
    workers.run(rows.length, 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        task.run(rows[k], rows[k] + 1);
      }
    });
  }

  /**
   * Moves all rows by one preconditioned step of length 1: {@code x = (G + reg)^-1 (sum of (1 + extra
   * - extra * score) y + shift)}. No row gets further from its minimum if extras are 1 at most; a third
   * of the cost of {@link #run} with one step, which is safe for any.
   */
  void relax(EmbeddingTable moved, EmbeddingTable fixed) {
    double[] gram = exactGram(kernels, workers, fixed);
    float[] inverse = rounded(Cholesky.inverse(gram, fixed.width(), reg));
    chunks.run(workers, (from, to) -> {
      Row row = new Row(moved, fixed, new float[0], inverse);
      for (int r = from; r < to; r++) {
        row.relax(r);
      }
    });
  }

  private RangeTask task(EmbeddingTable moved, EmbeddingTable fixed, double[] gram, int steps) {
    float[] rounded = rounded(gram);
    float[] inverse = rounded(Cholesky.inverse(gram, fixed.width(), reg));
    return (from, to) -> {
      Row row = new Row(moved, fixed, rounded, inverse);
      for (int r = from; r < to; r++) {
        losses[r] = row.move(r, steps);
      }
    };
  }

  /** The sum of outer products of a table's rows. */
  static double[] exactGram(Kernels kernels, Workers workers, EmbeddingTable table) {
    float[] ones = new float[table.rows()];
    Arrays.fill(ones, 1);
    return GramMatrix.weighted(kernels, workers, table, ones);
  }

  /** The sum of outer products of a table's rows, rounded to floats. */
  static float[] gram(Kernels kernels, Workers workers, EmbeddingTable table) {
    return rounded(exactGram(kernels, workers, table));
  }

  static float[] rounded(double[] exact) {
    float[] rounded = new float[exact.length];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = (float) exact[k];
    }
    return rounded;
  }

  /** The vectors of one row's solve. */
  private final class Row {

    private final EmbeddingTable moved;
    private final EmbeddingTable fixed;
    private final float[] gram;
    private final float[] inverse;
    private final int width;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;
    private int from;
    private int to;

    Row(EmbeddingTable moved, EmbeddingTable fixed, float[] gram, float[] inverse) {
      this.moved = moved;
      this.fixed = fixed;
      this.gram = gram;
      this.inverse = inverse;
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
      final double loss = residual(page, at);
      if (shift != null) {
        kernels.addScaled(1, shift.pageOf(row), shift.offsetOf(row), residual, 0, width);
      }
      Arrays.fill(direction, 0);
      float before = 1;
      for (int step = 0; step < steps; step++) {
        kernels.dots(residual, 0, width, inverse, 0, width, image, 0);
        float size = kernels.dot(residual, 0, image, 0, width);
        if (!(size > 0)) {
          break;
        }
        kernels.scale(size / before, direction, 0, width);
        kernels.addScaled(1, image, 0, direction, 0, width);
        image();
        float length = size / kernels.dot(direction, 0, image, 0, width);
        kernels.addScaled(length, direction, 0, page, at, width);
        kernels.addScaled(-length, image, 0, residual, 0, width);
        before = size;
      }
      return loss;
    }

    void relax(int row) {
      from = side.starts()[row];
      to = side.starts()[row + 1];
      float[] page = moved.pageOf(row);
      int at = moved.offsetOf(row);
      Arrays.fill(residual, 0);
      if (from < to) {
        kernels.gatherDots(fixed, side.columns(), from, to, page, at, products);
        for (int k = from; k < to; k++) {
          products[k] = 1 + side.extras()[k] - side.extras()[k] * products[k];
        }
        kernels.gatherSum(fixed, side.columns(), products, from, to, residual, 0);
        if (shift != null) {
          kernels.addScaled(1, shift.pageOf(row), shift.offsetOf(row), residual, 0, width);
        }
      }
      kernels.dots(residual, 0, width, inverse, 0, width, page, at);
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
