package io.lethe.plugins.sasrec;

import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.plugins.sasrec.attention.Matrices;
import java.util.Arrays;

/**
 * One number for each parameter: parameters, slopes, or a direction among them. The owner writes into
 * the arrays.
 *
 * @param items item after item, {@link SasrecShape#rowWidth} numbers each
 * @param layers layer after layer, as {@link AttentionShape#layers} has them
 */
record Numbers(double[] items, double[] layers) {

  static Numbers zeros(SasrecShape shape, int items) {
    return new Numbers(
        new double[Math.multiplyExact(items, shape.rowWidth())],
        new double[shape.attention().numbers()]);
  }

  Numbers copy() {
    return new Numbers(items.clone(), layers.clone());
  }

  /** These, and so many times others. */
  Numbers plus(double factor, Numbers others) {
    Numbers sum = copy();
    sum.add(factor, others);
    return sum;
  }

  /** Adds so many times others. */
  void add(double factor, Numbers others) {
    Matrices.addScaled(factor, others.items, 0, items, 0, items.length);
    Matrices.addScaled(factor, others.layers, 0, layers, 0, layers.length);
  }

  void clear() {
    Arrays.fill(items, 0);
    Arrays.fill(layers, 0);
  }

  double largest() {
    double largest = 0;
    for (double value : items) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (double value : layers) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
