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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A small model with shared blocks, in double precision: the logit is {@code sum over k of w[k] *
 * user[k] * item[k] + bias}, the product part of NeuMF. It gives the curvature of its layer w and not
 * that of its bias.
 */
final class WeightedModel implements DifferentiableModel {

  static final int LAYER = 2;

  private final ParameterLayout layout;
  private final double[][][] blocks;
  private final boolean opens;

  private WeightedModel(ParameterLayout layout, double[][][] blocks, boolean opens) {
    this.layout = layout;
    this.blocks = blocks;
    this.opens = opens;
  }

  /**
   * A model drawn at random.
   *
   * @param opens whether it gives its layer's curvature, which lets shared blocks move
   */
  static WeightedModel random(int users, int items, int width, float l2, boolean opens) {
    SplittableRandom random = new SplittableRandom(8);
    ParameterLayout layout = new ParameterLayout(
        List.of(
            new ParameterBlock("user", Side.USER, users, width, l2),
            new ParameterBlock("item", Side.ITEM, items, width, l2),
            new ParameterBlock("weights", Side.SHARED, width, 1, l2),
            new ParameterBlock("bias", Side.SHARED, 1, 1, l2)));
    double[][][] blocks = new double[layout.blocks().size()][][];
    for (int b = 0; b < blocks.length; b++) {
      ParameterBlock block = layout.blocks().get(b);
      blocks[b] = new double[block.rows()][block.width()];
      for (double[] row : blocks[b]) {
        Arrays.setAll(row, k -> 0.8 * random.nextGaussian());
      }
    }
    return new WeightedModel(layout, blocks, opens);
  }

  double logit(int user, int item) {
    double sum = blocks[3][0][0];
    for (int k = 0; k < blocks[LAYER].length; k++) {
      sum += blocks[LAYER][k][0] * blocks[0][user][k] * blocks[1][item][k];
    }
    return sum;
  }

  /** The logit's derivatives in every parameter, laid out as a vector over all of them. */
  double[] slopes(int user, int item) {
    ParameterSelection all = ParameterSelection.all(layout);
    double[] slopes = new double[all.length()];
    int width = blocks[LAYER].length;
    for (int k = 0; k < width; k++) {
      double weight = blocks[LAYER][k][0];
      slopes[user * width + k] = weight * blocks[1][item][k];
      slopes[all.offset(1) + item * width + k] = weight * blocks[0][user][k];
      slopes[all.offset(LAYER) + k] = blocks[0][user][k] * blocks[1][item][k];
    }
    slopes[all.offset(3)] = 1;
    return slopes;
  }

  @Override
  public int userCount() {
    return blocks[0].length;
  }

  @Override
  public int itemCount() {
    return blocks[1].length;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = (float) logit(user, items[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    int[] ranked = IntStream.range(0, itemCount())
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted((a, b) -> Double.compare(logit(user, b), logit(user, a)))
        .mapToInt(item -> item)
        .limit(items.length)
        .toArray();
    System.arraycopy(ranked, 0, items, 0, ranked.length);
    score(user, ranked, scores);
    return ranked.length;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new Derivatives(view);
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    Interactions forget = removal.forget();
    int[] none = {};
    int[] all = IntStream.range(0, forget.size() == 0 ? 0 : blocks[LAYER].length).toArray();
    return ParameterSelection.of(
        layout,
        List.of(
            IntStream.range(0, forget.size()).map(forget::user).sorted().distinct().toArray(),
            IntStream.range(0, forget.size()).map(forget::item).sorted().distinct().toArray(), all,
            all.length == 0 ? none : new int[]{0}));
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
  public WeightedModel withDelta(ParameterDelta delta) {
    double[][][] next = new double[blocks.length][][];
    for (int b = 0; b < next.length; b++) {
      next[b] = Arrays.stream(blocks[b]).map(double[]::clone).toArray(double[][]::new);
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
    return new WeightedModel(layout, next, opens);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    for (int b = 0; b < blocks.length; b++) {
      int width = layout.blocks().get(b).width();
      for (int p = 0; p < selection.count(b); p++) {
        for (int k = 0; k < width; k++) {
          out[selection.offset(b) + p * width + k] = (float) blocks[b][selection.row(b, p)][k];
        }
      }
    }
  }

  /** Sums term by term of dense vectors. */
  private final class Derivatives implements ViewDerivatives {

    private final Interactions all;
    private final int[] positions;

    Derivatives(InteractionView view) {
      this.all = view.all();
      this.positions = view.positions();
    }

    private double residual(int position) {
      return probability(position) - (all.value(position) > 0.5 ? 1 : 0);
    }

    private double probability(int position) {
      return BilinearModel.sigmoid(logit(all.user(position), all.item(position)));
    }

    private double[] slopes(int position) {
      return WeightedModel.this.slopes(all.user(position), all.item(position));
    }

    @Override
    public double loss() {
      double sum = 0;
      for (int p : positions) {
        double logit = logit(all.user(p), all.item(p));
        double positive = all.value(p) > 0.5 ? logit : 0;
        sum += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - positive;
      }
      return sum;
    }

    @Override
    public void gradient(ParameterSelection selection, float[] out) {
      double[] sums = new double[ParameterSelection.all(layout).length()];
      for (int p : positions) {
        add(residual(p), slopes(p), sums);
      }
      select(selection, sums, out);
    }

    @Override
    public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
      ParameterSelection every = ParameterSelection.all(layout);
      float[] whole = Selections.expand(selection, vector, every);
      double[] sums = new double[every.length()];
      for (int p : positions) {
        double[] slopes = slopes(p);
        double along = 0;
        for (int k = 0; k < slopes.length; k++) {
          along += slopes[k] * whole[k];
        }
        add(probability(p) * (1 - probability(p)) * along, slopes, sums);
      }
      select(selection, sums, out);
    }

    /** By central differences of the gradient. */
    @Override
    public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
      float step = 1e-3f;
      float[] ahead = new float[vector.length];
      float[] behind = new float[vector.length];
      shifted(selection, vector, step).gradient(selection, ahead);
      shifted(selection, vector, -step).gradient(selection, behind);
      for (int k = 0; k < out.length; k++) {
        out[k] = (ahead[k] - behind[k]) / (2 * step);
      }
    }

    private ViewDerivatives shifted(ParameterSelection selection, float[] vector, float factor) {
      float[] amounts = vector.clone();
      Vectors.scale(factor, amounts, 0, amounts.length);
      return withDelta(new ParameterDelta(selection, amounts, Selections.none(layout)))
          .on(InteractionView.of(all.at(positions)));
    }

    @Override
    public void termCounts(ParameterSelection selection, float[] out) {
      List<Float> counts = new ArrayList<>();
      for (int b = 0; b < blocks.length; b++) {
        for (int row : selection.rows(b)) {
          int block = b;
          counts.add(
              (float) IntStream.of(positions)
                  .filter(p -> block >= LAYER || row == (block == 0 ? all.user(p) : all.item(p)))
                  .count());
        }
      }
      for (int k = 0; k < counts.size(); k++) {
        out[k] = counts.get(k);
      }
    }

    @Override
    public CurvatureFactors curvature() {
      int width = blocks[LAYER].length;
      ParameterSelection every = ParameterSelection.all(layout);
      double[] users = new double[width * width];
      double[] items = new double[width * width];
      double weight = 0;
      for (int p : positions) {
        double[] slopes = slopes(p);
        addOuter(1, slopes, all.user(p) * width, users);
        addOuter(1, slopes, every.offset(1) + all.item(p) * width, items);
        weight += probability(p) * (1 - probability(p));
      }
      return new CurvatureFactors(width, users, items, weight, positions.length);
    }

    /** The layer's x is the product of both rows, its g is 1. */
    @Override
    public List<CurvatureFactors.Layer> layerCurvatures() {
      int width = blocks[LAYER].length;
      int from = ParameterSelection.all(layout).offset(LAYER);
      double[] inputs = new double[width * width];
      double weight = 0;
      for (int p : positions) {
        double[] slopes = slopes(p);
        double curvature = probability(p) * (1 - probability(p));
        addOuter(curvature, slopes, from, inputs);
        for (int k = from; k < from + width; k++) {
          weight += curvature * slopes[k] * slopes[k];
        }
      }
      return opens
          ? List.of(new CurvatureFactors.Layer(LAYER, inputs, new double[]{weight}, weight))
          : List.of();
    }

    private static void addOuter(double factor, double[] slopes, int from, double[] sums) {
      int width = (int) Math.sqrt(sums.length);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += factor * slopes[from + k / width] * slopes[from + k % width];
      }
    }

    private static void add(double factor, double[] slopes, double[] sums) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += factor * slopes[k];
      }
    }

    private void select(ParameterSelection selection, double[] sums, float[] out) {
      float[] whole = new float[sums.length];
      for (int k = 0; k < sums.length; k++) {
        whole[k] = (float) sums[k];
      }
      float[] some = Selections.restrict(ParameterSelection.all(layout), whole, selection);
      System.arraycopy(some, 0, out, 0, some.length);
    }
  }
}
