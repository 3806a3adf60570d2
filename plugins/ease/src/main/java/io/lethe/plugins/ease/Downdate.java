package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Brings a change into an inverse column by column (Sherman and Morrison). An item that loses all users:
 * {@code P - p p' / P_jj}, p its column, then {@code P_jj = 1/lambda}, as in a training in which it has
 * no user. A history x that becomes y: {@code P + v v' / (1 - x'v)} with {@code v = P x}, then {@code P -
 * w w' / (1 + y'w)} with {@code w = P y}. Confined.
 */
final class Downdate {

  /** Below this part of a direction left, a division would amplify rounding too much. */
  private static final double PART_LEAST = 1e-5;

  private final double lambda;
  private final Histories after;
  private final Workers workers;
  private final BitSet pending = new BitSet();
  private Inverse inverse;
  private boolean ownBase;

  Downdate(Inverse inverse, Histories after, double lambda, Workers workers) {
    this.inverse = inverse;
    this.after = after;
    this.lambda = lambda;
    this.workers = workers;
  }

  /** The inverse after the change; empty where a step is too badly conditioned to be taken. */
  Optional<Inverse> apply(Change change) {
    pending.or(change.gone());
    for (int item : change.gone().stream().toArray()) {
      dropItem(item);
      pending.clear(item);
    }
    for (Map.Entry<Integer, History> changed : change.before().entrySet()) {
      Factorizer.checkInterrupt();
      History x = changed.getValue();
      if (!x.isEmpty() && !step(x, -1)) {
        return Optional.empty();
      }
      History y = after.of(changed.getKey()).distinct();
      if (!y.isEmpty() && !step(y, 1)) {
        return Optional.empty();
      }
    }
    return Optional.of(inverse);
  }

  private void dropItem(int item) {
    History unit = new History(new int[]{item}, new float[]{1}, 0, 1);
    double[] column = inverse.product(unit);
    scale(column, 1 / Math.sqrt(column[item]));
    add(column, -1);
    double[] own = new double[inverse.size()];
    own[item] = 1 / Math.sqrt(lambda);
    add(own, 1);
  }

  /** {@code X'X} gains, or loses, {@code x x'}. */
  private boolean step(History x, int sign) {
    double[] v = inverse.product(x);
    double part = 1;
    for (int k = x.from(); k < x.to(); k++) {
      part += sign * x.weights()[k] * v[x.items()[k]];
    }
    if (!(part >= PART_LEAST)) {
      return false;
    }
    scale(v, 1 / Math.sqrt(part));
    add(v, -sign);
    return true;
  }

  private static void scale(double[] v, double factor) {
    for (int k = 0; k < v.length; k++) {
      v[k] *= factor;
    }
  }

  /** The second fold and those after it write over the first one's base, which is known here alone. */
  private void fold() {
    IntPredicate single = item -> after.count(item) == 0 && !pending.get(item);
    inverse = ownBase
        ? inverse.foldedInPlace(single, lambda, workers)
        : inverse.folded(single, lambda, workers);
    ownBase = true;
  }

  private void add(double[] v, int sign) {
    if (inverse.full()) {
      fold();
    }
    inverse = inverse.plus(v, sign);
  }
}
