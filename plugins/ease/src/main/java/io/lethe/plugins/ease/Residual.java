package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far P is from the inverse it should be: the largest entry of {@code (X'X + lambda I) P e - e}, e a
 * probe of entries 1, -1 and 0. It has its signs on items of the interactions that changed and on items
 * drawn from all, at most {@link #SIGNS} each, so that a measurement reads so many rows of P and goes
 * through the histories once. The product with X'X is made of the histories that stay, not of anything
 * that the update computed.
 */
final class Residual {

  private static final int SIGNS = 24;
  private static final long SEED = 0x4c65746865L;

  private Residual() {}

  /**
   * Measures. O(items * 48 + interactions).
   *
   * @param touched items to look at, any number
   * @return relative to the probe's largest entry, which is 1; NaN or infinite if P is
   */
  static double of(
      Inverse inverse, Histories histories, double lambda, int[] touched, Workers workers) {
    History e = probe(touched, inverse.size());
    double[] z = inverse.product(e);
    double[] image = histories.gramProduct(workers, z);
    for (int k = e.from(); k < e.to(); k++) {
      image[e.items()[k]] -= e.weights()[k];
    }
    double largest = 0;
    for (int k = 0; k < z.length; k++) {
      double part = Math.abs(image[k] + lambda * z[k]);
      largest = part <= largest ? largest : part;
    }
    return largest;
  }

  private static History probe(int[] touched, int items) {
    SplittableRandom random = new SplittableRandom(SEED + touched.length);
    IntStream some = touched.length <= SIGNS
        ? Arrays.stream(touched)
        : random.ints(SIGNS, 0, touched.length).map(k -> touched[k]);
    int[] signed = IntStream.concat(some, random.ints(SIGNS, 0, items))
        .sorted()
        .distinct()
        .toArray();
    float[] signs = new float[signed.length];
    for (int k = 0; k < signs.length; k++) {
      signs[k] = random.nextBoolean() ? 1 : -1;
    }
    return new History(signed, signs, 0, signed.length);
  }
}
