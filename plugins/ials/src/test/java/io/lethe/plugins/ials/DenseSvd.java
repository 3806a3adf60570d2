package io.lethe.plugins.ials;

/** Singular values of small dense matrices by one-sided Jacobi rotations (Hestenes 1958). */
final class DenseSvd {

  private DenseSvd() {}

  /** Columns rotated until they are orthogonal; returns the rotation, so matrix = result V'. */
  private static double[][] rotate(double[][] columns, double[][] rotation) {
    for (int sweep = 0; sweep < 40; sweep++) {
      for (int p = 0; p < columns.length; p++) {
        for (int q = p + 1; q < columns.length; q++) {
          double cross = SmallCases.dot(columns[p], columns[q]);
          double difference = SmallCases.dot(columns[q], columns[q])
              - SmallCases.dot(columns[p], columns[p]);
          if (cross != 0) {
            double angle = Math.atan2(2 * cross, difference) / 2;
            turn(columns, p, q, Math.cos(angle), Math.sin(angle));
            turn(rotation, p, q, Math.cos(angle), Math.sin(angle));
          }
        }
      }
    }
    return columns;
  }

  private static void turn(double[][] columns, int p, int q, double cos, double sin) {
    for (int k = 0; k < columns[p].length; k++) {
      double left = columns[p][k];
      double right = columns[q][k];
      columns[p][k] = cos * left - sin * right;
      columns[q][k] = sin * left + cos * right;
    }
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] out = new double[matrix[0].length][matrix.length];
    for (int r = 0; r < matrix.length; r++) {
      for (int c = 0; c < out.length; c++) {
        out[c][r] = matrix[r][c];
      }
    }
    return out;
  }

  /** The largest singular value. */
  static double norm(double[][] matrix) {
    double most = 0;
    double[][] columns = transposed(matrix);
    for (double[] column : rotate(columns, new double[columns.length][0])) {
      most = Math.max(most, Math.sqrt(SmallCases.dot(column, column)));
    }
    return most;
  }

  /** The matrix with every singular value reduced by an amount, to 0 at least. */
  static double[][] shrunk(double[][] matrix, double by) {
    double[][] columns = transposed(matrix);
    double[][] rotation = new double[columns.length][columns.length];
    for (int k = 0; k < columns.length; k++) {
      rotation[k][k] = 1;
    }
    rotate(columns, rotation);
    double[][] out = new double[matrix.length][columns.length];
    for (int k = 0; k < columns.length; k++) {
      double norm = Math.sqrt(SmallCases.dot(columns[k], columns[k]));
      double kept = norm > by ? (norm - by) / norm : 0;
      for (int r = 0; r < out.length; r++) {
        for (int c = 0; c < out[r].length; c++) {
          out[r][c] += kept * columns[k][r] * rotation[k][c];
        }
      }
    }
    return out;
  }
}
