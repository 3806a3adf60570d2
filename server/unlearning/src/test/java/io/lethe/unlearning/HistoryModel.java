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
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A user is a history: the logit of an item is the product of its row with that of the item which the
 * user chose just before, by place in the log. Terms are counted for the item that is scored.
 *
 * @param rows of the items
 * @param before per interaction the item before; negative if there is none
 */
record HistoryModel(
    Interactions all, double[][] rows, int[] before, float l2) implements DifferentiableModel {

  static HistoryModel random(Interactions all, int width, float l2) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[all.keys().itemCount()][width];
    for (double[] row : rows) {
      Arrays.setAll(row, k -> 0.7 * random.nextGaussian());
    }
    int[] last = new int[all.keys().userCount()];
    Arrays.fill(last, -1);
    int[] before = new int[all.size()];
    for (int p = 0; p < before.length; p++) {
      before[p] = last[all.user(p)];
      last[all.user(p)] = all.item(p);
    }
    return new HistoryModel(all, rows, before, l2);
  }

  /** By user and item: the one interaction there is of both. */
  private int before(int user, int item) {
    return IntStream.range(0, all.size())
        .filter(p -> all.user(p) == user && all.item(p) == item)
        .map(p -> before[p])
        .findFirst()
        .orElse(-1);
  }

  private double logit(int before, int item) {
    double sum = 0;
    for (int k = 0; before >= 0 && k < rows[item].length; k++) {
      sum += rows[before][k] * rows[item][k];
    }
    return sum;
  }

  private double[] slopes(int before, int item) {
    int width = rows[item].length;
    double[] slopes = new double[rows.length * width];
    for (int k = 0; before >= 0 && k < width; k++) {
      slopes[item * width + k] += rows[before][k];
      slopes[before * width + k] += rows[item][k];
    }
    return slopes;
  }

  @Override
  public ParameterLayout layout() {
    return new ParameterLayout(
        List.of(new ParameterBlock("item", Side.ITEM, rows.length, rows[0].length, l2)));
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new Derivatives(view.all().at(view.positions()));
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    Interactions forget = removal.forget();
    return ParameterSelection.of(
        layout(),
        List.of(
            IntStream.range(0, forget.size())
                .flatMap(p -> IntStream.of(forget.item(p), before(forget.user(p), forget.item(p))))
                .filter(item -> item >= 0)
                .sorted()
                .distinct()
                .toArray()));
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public HistoryModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public HistoryModel withDelta(ParameterDelta delta) {
    double[][] next = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    ParameterSelection moved = delta.selection();
    for (int p = 0; p < moved.count(0); p++) {
      double[] row = next[moved.row(0, p)];
      for (int k = 0; k < row.length; k++) {
        row[k] += delta.amounts()[p * row.length + k];
      }
    }
    return new HistoryModel(all, next, before, l2);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    float[] flat = flat(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    System.arraycopy(restricted(flat, selection), 0, out, 0, selection.length());
  }

  private static float[] flat(double[] values) {
    float[] flat = new float[values.length];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = (float) values[k];
    }
    return flat;
  }

  private float[] restricted(float[] whole, ParameterSelection selection) {
    return Selections.restrict(ParameterSelection.all(layout()), whole, selection);
  }

  @Override
  public int userCount() {
    return all.keys().userCount();
  }

  @Override
  public int itemCount() {
    return rows.length;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = (float) logit(before(user, items[k]), items[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    throw new UnsupportedOperationException("no list is asked for");
  }

  /** Sums term by term. */
  private final class Derivatives implements ViewDerivatives {

    private final Interactions terms;

    Derivatives(Interactions terms) {
      this.terms = terms;
    }

    /** Says the slope of a sum in a term's logit. */
    @FunctionalInterface
    private interface Slope {
      double of(int term, double probability, double[] slopes);
    }

    private void sum(ParameterSelection selection, Slope slope, float[] out) {
      double[] sums = new double[rows.length * rows[0].length];
      for (int p = 0; p < terms.size(); p++) {
        int before = before(terms.user(p), terms.item(p));
        double[] slopes = slopes(before, terms.item(p));
        double factor = slope.of(p, BilinearModel.sigmoid(logit(before, terms.item(p))), slopes);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += factor * slopes[k];
        }
      }
      System.arraycopy(restricted(flat(sums), selection), 0, out, 0, selection.length());
    }

    @Override
    public double loss() {
      double sum = 0;
      for (int p = 0; p < terms.size(); p++) {
        double logit = logit(before(terms.user(p), terms.item(p)), terms.item(p));
        sum += Math.log1p(Math.exp(terms.value(p) > 0.5 ? -logit : logit));
      }
      return sum;
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      sum(selection, (p, at, slopes) -> at - (terms.value(p) > 0.5 ? 1 : 0), out);
    }

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      float[] whole = Selections.expand(selection, vector, ParameterSelection.all(layout()));
      sum(selection, (p, at, slopes) -> {
        double along = 0;
        for (int k = 0; k < slopes.length; k++) {
          along += slopes[k] * whole[k];
        }
        return at * (1 - at) * along;
      }, out);
    }

    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      throw new UnsupportedOperationException("no Hessian is asked for");
    }

    @Override
    public void termCounts(ParameterSelection selection, float[] out) {
      for (int k = 0; k < selection.count(0); k++) {
        int row = selection.row(0, k);
        out[k] = IntStream.range(0, terms.size()).filter(p -> terms.item(p) == row).count();
      }
    }

    @Override
    public CurvatureFactors curvature() {
      int width = rows[0].length;
      double[] items = new double[width * width];
      double weight = 0;
      for (int p = 0; p < terms.size(); p++) {
        int before = before(terms.user(p), terms.item(p));
        double at = BilinearModel.sigmoid(logit(before, terms.item(p)));
        weight += at * (1 - at);
        for (int k = 0; before >= 0 && k < items.length; k++) {
          items[k] += rows[before][k / width] * rows[before][k % width];
        }
      }
      return new CurvatureFactors(width, new double[width * width], items, weight, terms.size());
    }
  }
}
