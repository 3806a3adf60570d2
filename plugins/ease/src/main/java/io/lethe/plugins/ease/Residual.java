package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How far P is from the inverse it should be: the largest entry of {@code (X'X + lambda I) P e - e} over
 * two probes e of entries 1, -1 and 0. The first probe has its signs on items of the interactions that
 * changed, the second one on items drawn from all; at most {@link #SIGNS} each, so that a measurement
 * reads so many rows of P and goes through the histories once. The product with X'X is made of the
 * histories that stay, not of anything that the update computed.
 */
final class Residual {

  private static final int PROBES = 2;
  private static final int SIGNS = 24;
  private static final long SEED = 0x4c65746865L;

  private Residual() {}

  /**
   * Measures. O(items * 48 + interactions).
   *
   * @param touched items to look at, any number
   * @return relative to the probes' largest entry, which is 1; NaN or infinite if P is
   */
  static double of(
      Inverse inverse, Histories histories, double lambda, int[] touched, Workers workers) {
    int n = inverse.size();
    History[] probes = {probe(touched, touched.length), probe(null, n)};
    double[] z = new double[PROBES * n];
    for (int p = 0; p < PROBES; p++) {
      double[] product = inverse.product(probes[p]);
      for (int k = 0; k < n; k++) {
        z[PROBES * k + p] = product[k];
      }
    }
    double[] image = histories.gramProduct(workers, z);
    for (int p = 0; p < PROBES; p++) {
      History e = probes[p];
      for (int k = e.from(); k < e.to(); k++) {
        image[PROBES * e.items()[k] + p] -= e.weights()[k];
      }
    }
    double largest = 0;
    for (int k = 0; k < z.length; k++) {
      double part = Math.abs(image[k] + lambda * z[k]);
      largest = part <= largest ? largest : part;
    }
    return largest;
  }

  /** Signs on at most so many of the given items, or of all. */
  private static History probe(int @Nullable [] of, int count) {
    SplittableRandom random = new SplittableRandom(SEED + count);
    int[] some = of != null && count <= SIGNS
        ? of
        : random.ints(SIGNS, 0, count)
            .map(k -> of == null ? k : of[k])
            .sorted()
            .distinct()
            .toArray();
    float[] signs = new float[some.length];
    for (int k = 0; k < signs.length; k++) {
      signs[k] = random.nextBoolean() ? 1 : -1;
    }
    return new History(some, signs, 0, some.length);
  }
}
