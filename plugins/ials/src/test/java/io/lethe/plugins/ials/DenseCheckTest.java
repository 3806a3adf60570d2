package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.Cholesky;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sparse passes against loops over all pairs. */
class DenseCheckTest {

  private static final int WIDTH = 5;
  private static final float REG = 0.7f;

  private final Kernels kernels = Kernels.fastest();
  private final Workers workers = Workers.serial();
  private final InteractionView view = SmallCases.view();
  private final Confidence confidence = SmallCases.confidence(view);
  private final PairMatrix pairs = PairMatrix.of(view, confidence);
  private final PairTables tables = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, WIDTH);
  private final double[][] users = SmallCases.dense(tables.users());
  private final double[][] items = SmallCases.dense(tables.items());
  private final double[][] extras = SmallCases.extras(view, confidence);

  private double objective() {
    return SmallCases.objective(extras, users, items, REG);
  }

  private double slope(double[] row, int column) {
    double step = 1e-5;
    double at = row[column];
    row[column] = at + step;
    double up = objective();
    row[column] = at - step;
    double down = objective();
    row[column] = at;
    return (up - down) / (2 * step);
  }

  private double[][] slopes(double[][] rows) {
    double[][] slopes = new double[rows.length][WIDTH];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < WIDTH; c++) {
        slopes[r][c] = slope(rows[r], c);
      }
    }
    return slopes;
  }

  @Test
  void rowGradient_isHalfTheSlopeOfTheObjective() {
    float[] gram = HalfSweep.gram(kernels, workers, tables.items());
    RowGradient gradient = new RowGradient(
        kernels, pairs.users(), tables.items(), gram, REG, new float[pairs.size()]);
    double[][] slopes = slopes(users);
    float[] out = new float[WIDTH];
    for (int user = 0; user < users.length; user++) {
      gradient.of(tables.users(), user, out);
      for (int c = 0; c < WIDTH; c++) {
        assertEquals(slopes[user][c], 2 * out[c], 1e-4);
      }
    }
  }

  @Test
  void stationarity_isTheNormOfTheSlopesOverThatOfL2() {
    double gradient = 0;
    double squares = 0;
    for (double[][] side : new double[][][]{users, items}) {
      gradient += Arrays.stream(slopes(side)).mapToDouble(row -> SmallCases.dot(row, row)).sum();
      squares += Arrays.stream(side).mapToDouble(row -> SmallCases.dot(row, row)).sum();
    }
    double expected = Math.sqrt(gradient / squares) / (2 * REG);
    double actual = Stationarity.of(kernels, workers, pairs, tables, REG).relative();
    assertEquals(1, actual / expected, 1e-5);
  }

  @Test
  void cholesky_solvesWhatTheMatrixMakes() {
    double[] matrix = HalfSweep.exactGram(kernels, workers, tables.items());
    double[] solution = {1, -2, 0.5, 3, -1};
    double[] right = new double[WIDTH];
    for (int k = 0; k < matrix.length; k++) {
      double entry = matrix[k] + (k / WIDTH == k % WIDTH ? REG : 0);
      right[k / WIDTH] += entry * solution[k % WIDTH];
    }
    new Cholesky(matrix, WIDTH, REG).solve(right);
    assertArrayEquals(solution, right, 1e-12);
  }

  @Test
  void halfSweep_ofManySteps_endsAtTheMinimumOfEveryRow() {
    HalfSweep sweep = new HalfSweep(
        kernels, workers, pairs.items(), REG, null, new float[pairs.size()]);
    double before = sweep.run(tables.items(), tables.users(), 3 * WIDTH);
    double ridge = 0;
    for (double[][] side : new double[][][]{users, items}) {
      ridge += Arrays.stream(side).mapToDouble(row -> SmallCases.dot(row, row)).sum();
    }
    assertEquals(objective() - REG * ridge, before, 1e-4);
    double[][] moved = SmallCases.dense(tables.items());
    for (int i = 0; i < items.length; i++) {
      System.arraycopy(moved[i], 0, items[i], 0, WIDTH);
    }
    for (double[] slopes : slopes(items)) {
      assertArrayEquals(new double[WIDTH], slopes, 1e-3);
    }
  }

  @Test
  void halfSweep_withAShift_endsWhereHalfTheGradientIsTheShift() {
    EmbeddingTable shift = SmallCases.tables(SmallCases.ITEMS, SmallCases.ITEMS, WIDTH).users();
    new HalfSweep(kernels, workers, pairs.items(), REG, shift, new float[pairs.size()])
        .run(tables.items(), tables.users(), 3 * WIDTH);
    double[][] moved = SmallCases.dense(tables.items());
    double[][] wanted = SmallCases.dense(shift);
    for (int i = 0; i < items.length; i++) {
      System.arraycopy(moved[i], 0, items[i], 0, WIDTH);
    }
    double[][] slopes = slopes(items);
    for (int i = 0; i < items.length; i++) {
      for (int c = 0; c < WIDTH; c++) {
        assertEquals(2 * wanted[i][c], slopes[i][c], 1e-3);
      }
    }
  }

  @Test
  void relax_againAndAgain_endsWhereHalfTheGradientIsTheShift() {
    Confidence mild = new Confidence(Confidence.Weights.VALUES, Float.NaN, Float.NaN, 1)
        .resolved(view);
    PairMatrix matrix = PairMatrix.of(view, mild);
    EmbeddingTable shift = SmallCases.tables(SmallCases.ITEMS, SmallCases.ITEMS, WIDTH).users();
    HalfSweep sweep = new HalfSweep(
        kernels, workers, matrix.items(), REG, shift, new float[matrix.size()]);
    float before = distance(matrix, shift);
    for (int step = 0; step < 60; step++) {
      sweep.relax(tables.items(), tables.users());
      float after = distance(matrix, shift);
      assertTrue(after <= before + 1e-5, "step %d: %s after %s".formatted(step, after, before));
      before = after;
    }
    assertEquals(0, before, 1e-4);
  }

  /** Norm of all items' half gradients minus the shift. */
  private float distance(PairMatrix matrix, EmbeddingTable shift) {
    float[] gram = HalfSweep.gram(kernels, workers, tables.users());
    RowGradient gradient = new RowGradient(
        kernels, matrix.items(), tables.users(), gram, REG, new float[matrix.size()]);
    float[] out = new float[WIDTH];
    double sum = 0;
    for (int item = 0; item < SmallCases.ITEMS; item++) {
      gradient.of(tables.items(), item, out);
      kernels.addScaled(-1, shift.pageOf(item), shift.offsetOf(item), out, 0, WIDTH);
      sum += kernels.sumOfSquares(out, 0, WIDTH);
    }
    return (float) Math.sqrt(sum);
  }

  @Test
  void halfSweep_rowWithoutEntries_becomesZero() {
    int[] positions = Arrays.stream(view.positions())
        .filter(p -> view.all().item(p) == 2)
        .toArray();
    PairMatrix without = PairMatrix.of(view.without(positions), confidence);
    EmbeddingTable moved = tables.items();
    new HalfSweep(kernels, workers, without.items(), REG, null, new float[without.size()])
        .run(moved, tables.users(), 1);
    assertArrayEquals(new double[WIDTH], SmallCases.dense(moved)[2]);
    PairTables others = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, WIDTH);
    new HalfSweep(kernels, workers, without.items(), REG, others.items(), new float[without.size()])
        .relax(others.items(), others.users());
    assertArrayEquals(new double[WIDTH], SmallCases.dense(others.items())[2]);
  }
}
