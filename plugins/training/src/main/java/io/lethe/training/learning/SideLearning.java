package io.lethe.training.learning;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Workers;
import io.lethe.training.history.RowSolver;
import io.lethe.training.history.RowSolver.Own;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The touched rows of one side while an addition is learned. Confined to that; rows in parallel, each
 * by one thread.
 */
final class SideLearning {

  private final int[] rows;
  private final Sample after;
  private final EmbeddingTable start;
  private final LearningRule rule;
  private final int frozen;
  private final Workers workers;

  /** Of each row its terms' gradient before the addition; of a new one, without terms then, null. */
  private final double[] @Nullable [] left;

  /** Where the ridge draws each row but for {@code left}. */
  private final double[][] centers;
  private EmbeddingTable moved;

  /**
   * What the rows have to fit.
   *
   * @param terms of the rows
   * @param draws of each row, by its index: how many negatives it meets
   */
  record Sample(OwnTerms terms, IntToDoubleFunction draws) {

    Own own(int k, int row) {
      return new Own(terms.othersOf(k), terms.labelsOf(k), (float) draws.applyAsDouble(row));
    }
  }

  /**
   * The other side as it was.
   *
   * @param table its rows, new ones included
   * @param solver of gradients beside it
   * @param edges to it; null where there is no graph
   */
  record Beside(EmbeddingTable table, RowSolver solver, @Nullable Edges edges) {}

  /**
   * One side.
   *
   * @param start all rows of the side, those of new users or items as they begin
   * @param frozen coordinate that never moves, -1 for none
   */
  SideLearning(
      int[] rows, Sample before, Sample after, EmbeddingTable start, Beside then, LearningRule rule,
      int frozen, Workers workers) {
    this.rows = rows;
    this.after = after;
    this.start = start;
    this.rule = rule;
    this.frozen = frozen;
    this.workers = workers;
    this.moved = start;
    this.left = new double[rows.length][];
    this.centers = new double[rows.length][];
    each(k -> {
      boolean known = before.terms().count(k) > 0;
      centers[k] = row(start, rows[k]);
      left[k] = known ? then.solver().gradient(before.own(k, rows[k]), centers[k]) : null;
      if (then.edges() != null) {
        then.edges().addChange(before, after, k, known, then.table(), centers[k]);
      }
    });
  }

  private void each(IntConsumer task) {
    workers.run(rows.length, 1, (from, to) -> {
      for (int k = from; k < to; k++) {
        task.accept(k);
      }
    });
  }

  EmbeddingTable moved() {
    return moved;
  }

  /**
   * Brings every row to its minimum beside the other side, from where it began.
   *
   * @param held ridge beside the rule's, at least 0
   */
  void solve(RowSolver beside, double held) {
    int width = start.width();
    float[] values = new float[rows.length * width];
    each(k -> {
      double[] now = row(start, rows[k]);
      Own own = after.own(k, rows[k]);
      double[] next = own.isEmpty()
          ? now
          : beside.minimum(own, now, center(k, held), rule.ridge(left[k] != null, held));
      for (int c = 0; c < width; c++) {
        values[k * width + c] = (float) next[c];
      }
    });
    moved = start.withRows(rows, values, 0);
  }

  /**
   * Where the ridge draws a row. A known one stands still beside what it had before: there its terms'
   * gradient is made up for by the ridge's, whatever training left of both.
   */
  private double[] center(int k, double held) {
    double[] gradient = left[k];
    if (gradient == null) {
      return centers[k];
    }
    double[] center = centers[k].clone();
    for (int c = 0; c < center.length; c++) {
      center[c] += gradient[c] / rule.ridge(true, held);
    }
    return center;
  }

  /** Sum of squares of what is left to learn in the rows: their gradient beyond what training left. */
  double squares(RowSolver beside) {
    double[] squares = new double[rows.length];
    each(k -> {
      double[] row = row(moved, rows[k]);
      double[] gradient = beside.gradient(after.own(k, rows[k]), row);
      double[] was = left[k];
      double[] first = was == null ? new double[row.length] : row(start, rows[k]);
      for (int c = 0; c < row.length; c++) {
        double slope = gradient[c] - (was == null ? 0 : was[c]) + rule.l2() * (row[c] - first[c]);
        squares[k] += c == frozen ? 0 : slope * slope;
      }
    });
    double sum = 0;
    for (double each : squares) {
      sum += each;
    }
    return sum;
  }

  private static double[] row(EmbeddingTable table, int row) {
    double[] values = new double[table.width()];
    float[] page = table.pageOf(row);
    int at = table.offsetOf(row);
    for (int c = 0; c < values.length; c++) {
      values[c] = page[at + c];
    }
    return values;
  }
}
