package io.lethe.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws indices by fixed weights in constant time (Vose 1991). Immutable. */
final class AliasTable {

  private final double[] share;
  private final int[] alias;

  /**
   * Prepares in O(n).
   *
   * @param weights above 0; only read
   */
  AliasTable(double[] weights) {
    int n = weights.length;
    double sum = Arrays.stream(weights).sum();
    this.share = Arrays.stream(weights).map(weight -> weight * n / sum).toArray();
    this.alias = new int[n];
    int[] stack = new int[n];
    int small = 0;
    int large = n;
    for (int k = 0; k < n; k++) {
      alias[k] = k;
      stack[share[k] < 1 ? small++ : --large] = k;
    }
    // Small ones fill from the left, large ones from the right; what turns small moves over.
    while (small > 0 && large < n) {
      int less = stack[--small];
      int more = stack[large];
      alias[less] = more;
      share[more] -= 1 - share[less];
      if (share[more] < 1) {
        large++;
        stack[small++] = more;
      }
    }
  }

  int draw(SplittableRandom random) {
    int k = random.nextInt(share.length);
    return random.nextDouble() < share[k] ? k : alias[k];
  }
}
