package io.lethe.testkit;

import java.util.SplittableRandom;

/** Plain vector arithmetic for tests, in double. */
final class Vectors {

  private Vectors() {}

  static float[] random(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] vector = new float[length];
    for (int k = 0; k < length; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return vector;
  }

  static float[] scaled(float[] vector, double factor) {
    float[] scaled = new float[vector.length];
    for (int k = 0; k < vector.length; k++) {
      scaled[k] = (float) (factor * vector[k]);
    }
    return scaled;
  }

  static float[] sum(float[] left, float[] right) {
    float[] sum = new float[left.length];
    for (int k = 0; k < left.length; k++) {
      sum[k] = left[k] + right[k];
    }
    return sum;
  }

  static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += (double) left[k] * right[k];
    }
    return sum;
  }

  static double norm(float[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /** Norm of the difference over the norm of the first, 0 if both are zero. */
  static double relativeDistance(float[] expected, float[] actual) {
    double distance = norm(sum(expected, scaled(actual, -1)));
    return distance == 0 ? 0 : distance / norm(expected);
  }

  /** Pearson's; 0 if one of them is constant. */
  static double correlation(float[] left, float[] right) {
    double length = left.length;
    double leftMean = 0;
    double rightMean = 0;
    for (int k = 0; k < left.length; k++) {
      leftMean += left[k] / length;
      rightMean += right[k] / length;
    }
    double covariance = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int k = 0; k < left.length; k++) {
      covariance += (left[k] - leftMean) * (right[k] - rightMean);
      leftSquares += (left[k] - leftMean) * (left[k] - leftMean);
      rightSquares += (right[k] - rightMean) * (right[k] - rightMean);
    }
    return covariance == 0 ? 0 : covariance / Math.sqrt(leftSquares * rightSquares);
  }
}
