package io.lethe.unlearning;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.RowCurvatures;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small dense model in double precision for tests: the logit is the product of the user's and the
 * item's row, a value above 0.5 is positive.
 */
public final class BilinearModel implements DifferentiableModel {

  private final ParameterLayout layout;
  private final double[][] users;
  private final double[][] items;
  private final boolean byRow;

  /**
   * A model.
   *
   * @param users one row per user; taken over
   * @param items likewise
   */
  public BilinearModel(float l2, double[][] users, double[][] items) {
    this(l2, users, items, false);
  }

  private BilinearModel(float l2, double[][] users, double[][] items, boolean byRow) {
    this.byRow = byRow;
    int width = users[0].length;
    this.layout = new ParameterLayout(
        List.of(
            new ParameterBlock("user", Side.USER, users.length, width, l2),
            new ParameterBlock("item", Side.ITEM, items.length, width, l2)));
    this.users = users;
    this.items = items;
  }

  /** The same model, whose derivatives give every row's own curvature. */
  BilinearModel byRow() {
    return new BilinearModel(layout.blocks().getFirst().l2(), users, items, true);
  }

  /** The same model with other rows, users first. */
  BilinearModel at(double[] rows) {
    double[][][] next = {copy(users), copy(items)};
    int from = 0;
    for (double[][] block : next) {
      for (double[] row : block) {
        System.arraycopy(rows, from, row, 0, row.length);
        from += row.length;
      }
    }
    return new BilinearModel(layout.blocks().getFirst().l2(), next[0], next[1], byRow);
  }

  /** Product of two rows. */
  public double logit(int user, int item) {
    double sum = 0;
    for (int k = 0; k < users[user].length; k++) {
      sum += users[user][k] * items[item][k];
    }
    return sum;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Override
  public int userCount() {
    return users.length;
  }

  @Override
  public int itemCount() {
    return items.length;
  }

  @Override
  public void score(int user, int[] some, float[] scores) {
    for (int k = 0; k < some.length; k++) {
      scores[k] = (float) logit(user, some[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    int[] ranked = IntStream.range(0, items.length)
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted((a, b) -> Double.compare(logit(user, b), logit(user, a)))
        .mapToInt(item -> item)
        .limit(top.length)
        .toArray();
    for (int k = 0; k < ranked.length; k++) {
      top[k] = ranked[k];
      scores[k] = (float) logit(user, ranked[k]);
    }
    return ranked.length;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return byRow ? new RowDerivatives(view) : new Derivatives(view);
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    Interactions forget = removal.forget();
    IntStream all = IntStream.range(0, forget.size());
    int[] someUsers = all.map(forget::user).sorted().distinct().toArray();
    int[] someItems = IntStream.range(0, forget.size())
        .map(forget::item)
        .sorted()
        .distinct()
        .toArray();
    return ParameterSelection.of(layout, List.of(someUsers, someItems));
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public BilinearModel withDelta(ParameterDelta delta) {
    double[][][] next = {copy(users), copy(items)};
    for (int b = 0; b < 2; b++) {
      ParameterSelection moved = delta.selection();
      for (int p = 0; p < moved.count(b); p++) {
        double[] row = next[b][moved.row(b, p)];
        for (int k = 0; k < row.length; k++) {
          row[k] += delta.amounts()[moved.offset(b) + p * row.length + k];
        }
      }
      for (int row : delta.dropped().rows(b)) {
        Arrays.fill(next[b][row], 0);
      }
    }
    return new BilinearModel(layout.blocks().getFirst().l2(), next[0], next[1], byRow);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    for (int b = 0; b < 2; b++) {
      double[][] block = b == 0 ? users : items;
      for (int p = 0; p < selection.count(b); p++) {
        double[] row = block[selection.row(b, p)];
        for (int k = 0; k < row.length; k++) {
          out[selection.offset(b) + p * row.length + k] = (float) row[k];
        }
      }
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** Plain loops over the view. */
  private class Derivatives implements ViewDerivatives {

    final Interactions all;
    final int[] positions;

    Derivatives(InteractionView view) {
      this.all = view.all();
      this.positions = view.positions();
    }

    @Override
    public double loss() {
      double sum = 0;
      for (int p : positions) {
        double logit = logit(all.user(p), all.item(p));
        sum += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - label(p) * logit;
      }
      return sum;
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      double[] sums = new double[out.length];
      for (int p : positions) {
        double residual = sigmoid(logit(all.user(p), all.item(p))) - label(p);
        addPair(selection, p, residual, users[all.user(p)], items[all.item(p)], sums);
      }
      store(sums, out);
    }

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      product(selection, vector, out, false);
    }

    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      product(selection, vector, out, true);
    }

    private void product(ParameterSelection selection, float[] vector, float[] out, boolean exact) {
      double[] sums = new double[out.length];
      for (int p : positions) {
        double[] user = users[all.user(p)];
        double[] item = items[all.item(p)];
        double[] userMove = at(selection, 0, all.user(p), vector);
        double[] itemMove = at(selection, 1, all.item(p), vector);
        double s = sigmoid(logit(all.user(p), all.item(p)));
        double rise = 0;
        for (int k = 0; k < user.length; k++) {
          rise += userMove[k] * item[k] + itemMove[k] * user[k];
        }
        addPair(selection, p, s * (1 - s) * rise, user, item, sums);
        if (exact) {
          addPair(selection, p, s - label(p), userMove, itemMove, sums);
        }
      }
      store(sums, out);
    }

    private double[] at(ParameterSelection selection, int block, int row, float[] vector) {
      int width = users[0].length;
      double[] values = new double[width];
      int position = selection.position(block, row);
      for (int k = 0; position >= 0 && k < width; k++) {
        values[k] = vector[selection.offset(block) + position * width + k];
      }
      return values;
    }

    private void addPair(
        ParameterSelection selection, int p, double amount, double[] user, double[] item,
        double[] sums) {
      addRow(selection, 0, all.user(p), amount, item, sums);
      addRow(selection, 1, all.item(p), amount, user, sums);
    }

    private void addRow(
        ParameterSelection selection, int block, int row, double amount, double[] other,
        double[] sums) {
      int position = selection.position(block, row);
      for (int k = 0; position >= 0 && k < other.length; k++) {
        sums[selection.offset(block) + position * other.length + k] += amount * other[k];
      }
    }

    private void store(double[] sums, float[] out) {
      for (int k = 0; k < out.length; k++) {
        out[k] = (float) sums[k];
      }
    }

    @Override
    public void termCounts(ParameterSelection selection, float[] out) {
      Arrays.fill(out, 0);
      for (int p : positions) {
        int user = selection.position(0, all.user(p));
        int item = selection.position(1, all.item(p));
        if (user >= 0) {
          out[user]++;
        }
        if (item >= 0) {
          out[selection.count(0) + item]++;
        }
      }
    }

    @Override
    public CurvatureFactors curvature() {
      int width = users[0].length;
      double[] userFactor = new double[width * width];
      double[] itemFactor = new double[width * width];
      double weight = 0;
      for (int p : positions) {
        double s = sigmoid(logit(all.user(p), all.item(p)));
        weight += s * (1 - s);
        addOuter(items[all.item(p)], userFactor);
        addOuter(users[all.user(p)], itemFactor);
      }
      return new CurvatureFactors(width, userFactor, itemFactor, weight, positions.length);
    }

    private void addOuter(double[] row, double[] factor) {
      addOuter(1, row, factor);
    }

    void addOuter(double weight, double[] row, double[] factor) {
      for (int i = 0; i < row.length; i++) {
        for (int k = 0; k < row.length; k++) {
          factor[i * row.length + k] += weight * row[i] * row[k];
        }
      }
    }

    private double label(int position) {
      return all.value(position) > 0.5f ? 1 : 0;
    }
  }

  /** The same with every row's own curvature. */
  private final class RowDerivatives extends Derivatives implements RowCurvatures {

    RowDerivatives(InteractionView view) {
      super(view);
    }

    @Override
    public double[][] rowCurvatures(ParameterSelection selection) {
      int width = users[0].length;
      double[][] blocks = new double[selection.count(0) + selection.count(1)][width * width];
      for (int p : positions) {
        double s = sigmoid(logit(all.user(p), all.item(p)));
        int user = selection.position(0, all.user(p));
        int item = selection.position(1, all.item(p));
        if (user >= 0) {
          addOuter(s * (1 - s), items[all.item(p)], blocks[user]);
        }
        if (item >= 0) {
          addOuter(s * (1 - s), users[all.user(p)], blocks[selection.count(0) + item]);
        }
      }
      return blocks;
    }
  }
}
