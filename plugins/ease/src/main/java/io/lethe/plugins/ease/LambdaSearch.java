package io.lethe.plugins.ease;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * The lambda with the highest NDCG, searched on a logarithmic scale of powers of two around the default
 * as if there were one hill: three lambdas a factor of four apart, further in the direction of the best
 * one while that is at an end, then a factor of two to both sides of it. Confined.
 */
final class LambdaSearch {

  static final int TRIALS_MAX = 7;

  private static final int STRIDE = 2;
  private static final int EXPONENT_MAX = 8;

  private final DoubleUnaryOperator ndcg;
  private final Map<Integer, Double> tried = new TreeMap<>();

  /** A search of a function's maximum; each lambda is tried once. */
  LambdaSearch(DoubleUnaryOperator ndcg) {
    this.ndcg = ndcg;
  }

  static float lambda(int exponent) {
    return (float) Math.scalb((double) EaseOptions.LAMBDA_DEFAULT, exponent);
  }

  /** The best lambda found; of equal ones the nearest to the default. */
  float best() {
    tryOut(0);
    tryOut(-STRIDE);
    tryOut(STRIDE);
    int best = bestExponent();
    int direction = Integer.signum(best);
    while (best != 0 && Math.abs(best) < EXPONENT_MAX && tried.size() < TRIALS_MAX - 2
        && !tried.containsKey(best + direction * STRIDE)) {
      tryOut(best + direction * STRIDE);
      best = bestExponent();
    }
    tryOut(best - 1);
    tryOut(best + 1);
    return lambda(bestExponent());
  }

  private void tryOut(int exponent) {
    tried.computeIfAbsent(exponent, e -> ndcg.applyAsDouble(lambda(e)));
  }

  private int bestExponent() {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Integer, Double> one : tried.entrySet()) {
      boolean nearer = Math.abs(one.getKey()) < Math.abs(best);
      if (one.getValue() > most || (one.getValue() == most && nearer)) {
        best = one.getKey();
        most = one.getValue();
      }
    }
    return best;
  }
}
