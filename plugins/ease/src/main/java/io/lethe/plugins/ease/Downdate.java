package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Brings a change into an inverse column by column (Sherman and Morrison). An item that loses all users:
 * {@code P - p p' / P_jj}, p its column, then {@code P_jj = 1/lambda}, as in a training in which it has
 * no user. A history x that becomes y: {@code P + v v' / (1 - x'v)} with {@code v = P x}, then {@code P -
 * w w' / (1 + y'w)} with {@code w = P y}. What the inverse at the start makes of the histories is known
 * before any of them moves, for some users at a time. Confined.
 */
final class Downdate {

  /** Below this part of a direction left, a division would amplify rounding too much. */
  private static final double PART_LEAST = 1e-5;

  private static final int USERS_AT_ONCE = 64;

  /** Later columns cost more than folding earlier ones. */
  static final int COLUMNS_MAX = 256;

  private final double lambda;
  private final Histories after;
  private final Workers workers;
  private final BitSet pending = new BitSet();
  private final List<Column> columns = new ArrayList<>();
  private Inverse inverse;
  private boolean ownBase;

  /** What P has more than the inverse: {@code sign v v'}. */
  record Column(double[] v, int sign) {}

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
      Factorizer.checkInterrupt();
      foldBefore(2);
      dropItem(item);
      pending.clear(item);
    }
    List<Map.Entry<Integer, History>> changed = List.copyOf(change.before().entrySet());
    for (int from = 0; from < changed.size(); from += USERS_AT_ONCE) {
      Factorizer.checkInterrupt();
      foldBefore(2 * USERS_AT_ONCE);
      // What was multiplied for these users goes with them.
      List<Move> some = changed.subList(from, Math.min(changed.size(), from + USERS_AT_ONCE))
          .stream()
          .map(of -> Move.of(of, after))
          .toList();
      workers.run(
          some.size(), 1,
          (begin, end) -> some.subList(begin, end).forEach(move -> move.multiply(inverse)));
      if (!some.stream().allMatch(this::take)) {
        return Optional.empty();
      }
    }
    return Optional.of(whole());
  }

  /** A history x that becomes y, and what the inverse made of them. */
  private static final class Move {
    private final History x;
    private final History y;
    private double[] v = {};
    private double[] w = {};

    private Move(History x, History y) {
      this.x = x;
      this.y = y;
    }

    static Move of(Map.Entry<Integer, History> changed, Histories after) {
      return new Move(changed.getValue(), after.of(changed.getKey()).distinct());
    }

    /** Of y it makes what it makes of x and of the few items in which they differ. */
    void multiply(Inverse inverse) {
      v = inverse.product(x);
      if (!y.isEmpty()) {
        w = v.clone();
        add(w, 1, inverse.product(y.notIn(x)));
        History less = x.notIn(y);
        if (!less.isEmpty()) {
          add(w, -1, inverse.product(less));
        }
      }
    }
  }

  private void dropItem(int item) {
    History unit = new History(new int[]{item}, new float[]{1}, 0, 1);
    double[] column = inverse.product(unit);
    addColumns(unit, column);
    scale(column, 1 / Math.sqrt(column[item]));
    columns.add(new Column(column, -1));
    double[] own = new double[inverse.size()];
    own[item] = 1 / Math.sqrt(lambda);
    columns.add(new Column(own, 1));
  }

  /** False if it is too badly conditioned. */
  private boolean take(Move move) {
    double[] v = move.v;
    double[] w = move.w;
    addColumns(move.x, v);
    double left = 1 - move.x.dot(v);
    if (!(left >= PART_LEAST)) {
      return false;
    }
    if (!move.x.isEmpty()) {
      scale(v, 1 / Math.sqrt(left));
      columns.add(new Column(v, 1));
    }
    if (move.y.isEmpty()) {
      return true;
    }
    addColumns(move.y, w);
    double gained = 1 + move.y.dot(w);
    if (!(gained >= PART_LEAST)) {
      return false;
    }
    scale(w, 1 / Math.sqrt(gained));
    columns.add(new Column(w, -1));
    return true;
  }

  private void addColumns(History x, double[] product) {
    if (x.isEmpty()) {
      return;
    }
    for (Column column : columns) {
      add(product, column.sign() * x.dot(column.v()), column.v());
    }
  }

  private static void add(double[] sum, double factor, double[] v) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * v[k];
    }
  }

  private static void scale(double[] v, double factor) {
    for (int k = 0; k < v.length; k++) {
      v[k] *= factor;
    }
  }

  private void foldBefore(int more) {
    if (columns.size() + more > COLUMNS_MAX) {
      fold();
    }
  }

  /** The second fold and those after it write over the first one's base, which is known here alone. */
  private void fold() {
    IntPredicate single = item -> after.count(item) == 0 && !pending.get(item);
    Fold fold = new Fold(inverse, columns, single, lambda);
    inverse = ownBase ? fold.inPlace(workers) : fold.anew(workers);
    ownBase = true;
    columns.clear();
  }

  private Inverse whole() {
    if (inverse.used() + columns.size() > Inverse.CAPACITY) {
      fold();
    }
    for (Column column : columns) {
      inverse = inverse.plus(column.v(), column.sign());
    }
    return inverse;
  }
}
