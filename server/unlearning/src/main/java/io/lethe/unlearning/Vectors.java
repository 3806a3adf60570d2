package io.lethe.unlearning;

/** Sums over flat vectors, in double precision. */
final class Vectors {

  private Vectors() {}

  static double norm(float[] vector) {
    return Math.sqrt(sumOfSquares(vector, 0, vector.length));
  }

  static double sumOfSquares(float[] vector, int offset, int length) {
    double squares = 0;
    for (int k = offset; k < offset + length; k++) {
      squares += (double) vector[k] * vector[k];
    }
    return squares;
  }

  static double dot(float[] left, float[] right) {
    double dot = 0;
    for (int k = 0; k < left.length; k++) {
      dot += (double) left[k] * right[k];
    }
    return dot;
  }

  static void scale(double factor, float[] vector, int offset, int length) {
    for (int k = offset; k < offset + length; k++) {
      vector[k] = (float) (factor * vector[k]);
    }
  }
}
