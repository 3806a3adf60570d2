package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every row's own damped Gauss-Newton system, solved exactly: {@code (curvature + ridge I)^-1}.
 * Unlike one matrix for a whole side it fits rows of few terms and rows whose terms are mostly
 * negatives.
 *
 * @param derivatives over all loss terms of the rows that are solved for
 */
record RowSystems(RowCurvatures derivatives) {

  /** Rows whose matrices are in memory at once: about 20 MB at width 96. */
  private static final int CHUNK_ROWS = 256;

  /** Whether a model gives every row's own curvature. */
  static boolean offeredBy(DifferentiableModel space, InteractionView view) {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return space.on(nothing) instanceof RowCurvatures;
  }

  /**
   * Solves row by row. O(terms of the rows * width^2 + rows * width^3).
   *
   * @param ridges L2 plus damping of the selected rows, blocks in order
   * @param in over the selection; only read
   * @param out over the selection; overwritten
   */
  void solve(ParameterSelection rows, double[] ridges, float[] in, float[] out) {
    int first = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int[] all = rows.rows(b);
      for (int from = 0; from < all.length; from += CHUNK_ROWS) {
        int to = Math.min(all.length, from + CHUNK_ROWS);
        solveChunk(
            rows, b, from, derivatives.rowCurvatures(chunk(rows, b, from, to)), in, out,
            Arrays.copyOfRange(ridges, first + from, first + to));
      }
      first += all.length;
    }
  }

  private static ParameterSelection chunk(ParameterSelection rows, int block, int from, int to) {
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      some.add(b == block ? Arrays.copyOfRange(rows.rows(b), from, to) : new int[0]);
    }
    return ParameterSelection.of(rows.layout(), some);
  }

  private void solveChunk(
      ParameterSelection rows, int block, int from, double[][] matrices, float[] in, float[] out,
      double[] ridges) {
    ParameterBlock shape = rows.layout().blocks().get(block);
    int width = shape.width();
    double[] vector = new double[width];
    for (int k = 0; k < matrices.length; k++) {
      int at = rows.offset(block) + (from + k) * width;
      for (int j = 0; j < width; j++) {
        matrices[k][j * width + j] += ridges[k];
        vector[j] = in[at + j];
      }
      Cholesky.solve(matrices[k], vector);
      for (int j = 0; j < width; j++) {
        out[at + j] = (float) vector[j];
      }
    }
  }
}
