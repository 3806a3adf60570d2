package io.lethe.evaluation;

import java.util.SplittableRandom;

/** Shares out interactions among users: log-normal weights, at least one each where they suffice. */
final class UserActivity {

  private static final double LOG_DEVIATION = 1.0;
  private static final int PROPORTIONAL_ROUNDS_MAX = 32;

  private UserActivity() {}

  /** Interactions of each user; they add up, and nobody has more than there are items. */
  static int[] of(SyntheticSpec spec, SplittableRandom random) {
    double[] weights = new double[spec.users()];
    int[] counts = new int[spec.users()];
    int left = spec.interactions();
    for (int user = 0; user < weights.length; user++) {
      weights[user] = Math.exp(LOG_DEVIATION * random.nextGaussian());
    }
    left = oneEach(counts, left, spec.items());
    for (int round = 0; round < PROPORTIONAL_ROUNDS_MAX && left > spec.users(); round++) {
      left = proportional(weights, counts, left, spec.items());
    }
    while (left > 0) {
      left = oneEach(counts, left, spec.items());
    }
    return counts;
  }

  private static int oneEach(int[] counts, int available, int most) {
    int left = available;
    for (int user = 0; user < counts.length && left > 0; user++) {
      if (counts[user] < most) {
        counts[user]++;
        left--;
      }
    }
    return left;
  }

  private static int proportional(double[] weights, int[] counts, int available, int most) {
    double sum = 0;
    for (int user = 0; user < counts.length; user++) {
      sum += counts[user] < most ? weights[user] : 0;
    }
    int left = available;
    for (int user = 0; user < counts.length; user++) {
      double share = Math.floor(available * weights[user] / sum);
      int more = (int) Math.min(share, most - counts[user]);
      counts[user] += more;
      left -= more;
    }
    return left;
  }
}
