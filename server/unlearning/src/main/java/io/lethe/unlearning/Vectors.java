package io.lethe.unlearning;

/** Sums over flat vectors, in double precision. */
final class Vectors {

  private Vectors() {}

  static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
