package io.lethe.checks;

import java.util.SplittableRandom;

/** Sums over flat vectors, in double precision. */
final class Vectors {

  private Vectors() {}

  static double dot(float[] left, float[] right) {
    return dot(left, right, 0, left.length);
  }

  static double dot(float[] left, float[] right, int from, int to) {
    double dot = 0;
    for (int k = from; k < to; k++) {
      dot += (double) left[k] * right[k];
    }
    return dot;
  }

  static double norm(float[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /** Root of the mean square; 0 for no numbers. */
  static double rms(float[] vector) {
    return vector.length == 0 ? 0 : norm(vector) / Math.sqrt(vector.length);
  }

  static float[] difference(float[] left, float[] right) {
    float[] difference = new float[left.length];
    for (int k = 0; k < left.length; k++) {
      difference[k] = left[k] - right[k];
    }
    return difference;
  }

  static float[] scaled(float[] vector, double factor) {
    float[] scaled = new float[vector.length];
    for (int k = 0; k < vector.length; k++) {
      scaled[k] = (float) (factor * vector[k]);
    }
    return scaled;
  }

  static float[] gaussian(SplittableRandom random, int length, double deviation) {
    float[] vector = new float[length];
    for (int k = 0; k < length; k++) {
      vector[k] = (float) (deviation * random.nextGaussian());
    }
    return vector;
  }

  /** A norm over another; 0 if the first is 0. */
  static double ratio(double part, double whole) {
    return part == 0 ? 0 : part / whole;
  }
}
