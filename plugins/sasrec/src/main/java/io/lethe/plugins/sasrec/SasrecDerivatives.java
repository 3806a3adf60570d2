package io.lethe.plugins.sasrec;

import io.lethe.kernels.Workers;
import io.lethe.kernels.loss.Logistic;
import io.lethe.plugins.sasrec.attention.Matrices;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Derivatives over some terms. Gradients are exact, by a backward pass; products take differences of
 * scores or gradients in double precision, about 1e-9 of themselves off.
 */
final class SasrecDerivatives implements ViewDerivatives {

  /** Parts that users are cut into, whatever the number of threads: sums have the same bits. */
  private static final int PARTS = 4;

  /** Of the longest step in one parameter. */
  private static final double STEP = 1e-5;

  private final SasrecShape shape;
  private final Numbers at;
  private final List<UserTerms> lists;
  private final Workers workers;

  SasrecDerivatives(SasrecShape shape, Numbers at, List<UserTerms> lists, Workers workers) {
    this.shape = shape;
    this.at = at;
    this.lists = List.copyOf(lists);
    this.workers = workers;
  }

  /** Says the slope of a sum in a term's score. */
  @FunctionalInterface
  private interface Slope {
    double of(int list, int term, double score);
  }

  @Override
  public double loss() {
    double[] losses = new double[lists.size()];
    run((part, pass) -> pass.run(at, lists.get(part), (term, score) -> {
      losses[part] += Logistic.loss(score, lists.get(part).labels()[term]);
      return 0;
    }, null));
    return Arrays.stream(losses).sum();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    Selected.pick(shape, gradient(at), selection, out);
  }

  private Numbers gradient(Numbers where) {
    return slopes(
        where, (list, term, score) -> Logistic.residual(score, lists.get(list).labels()[term]));
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    Numbers direction = Selected.spread(shape, itemCount(), selection, vector);
    double largest = direction.largest();
    if (largest == 0) {
      Arrays.fill(out, 0, selection.length(), 0);
      return;
    }
    double step = STEP / largest;
    double[][] ahead = scores(at.plus(step, direction));
    double[][] behind = scores(at.plus(-step, direction));
    Numbers product = slopes(
        at, (list, term, score) -> Logistic.curvature(score)
            * (ahead[list][term] - behind[list][term]) / (2 * step));
    Selected.pick(shape, product, selection, out);
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    Numbers direction = Selected.spread(shape, itemCount(), selection, vector);
    double largest = direction.largest();
    if (largest == 0) {
      Arrays.fill(out, 0, selection.length(), 0);
      return;
    }
    double step = STEP / largest;
    Numbers change = gradient(at.plus(step, direction));
    change.add(-1, gradient(at.plus(-step, direction)));
    Numbers product = Numbers.zeros(shape, itemCount());
    product.add(1 / (2 * step), change);
    Selected.pick(shape, product, selection, out);
  }

  /** Of the terms that an item is scored in; all terms count for every layer. */
  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    float[] ofItems = new float[itemCount()];
    long all = 0;
    for (UserTerms list : lists) {
      for (int item : list.items()) {
        ofItems[item]++;
      }
      all += list.size();
    }
    int next = 0;
    for (int k = 0; k < selection.count(0); k++) {
      out[next++] = ofItems[selection.row(0, k)];
    }
    for (int block = 1; block < selection.layout().blocks().size(); block++) {
      Arrays.fill(out, next, next + selection.count(block), (float) all);
      next += selection.count(block);
    }
  }

  /** Users have no rows. An item's own derivative is the user's row, and 1 for its bias. */
  @Override
  public CurvatureFactors curvature() {
    int width = shape.rowWidth();
    double[][] factors = new double[PARTS][width * width];
    double[] weights = new double[PARTS];
    runParts((part, from, to) -> {
      SequencePass pass = new SequencePass(shape);
      for (int list = from; list < to; list++) {
        weights[part] += pass.outerProducts(at, lists.get(list), factors[part]);
      }
    });
    double[] sum = new double[width * width];
    for (double[] factor : factors) {
      Matrices.addScaled(1, factor, 0, sum, 0, sum.length);
    }
    long count = lists.stream().mapToLong(UserTerms::size).sum();
    return new CurvatureFactors(
        width, new double[width * width], sum, Arrays.stream(weights).sum(), count);
  }

  private int itemCount() {
    return at.items().length / shape.rowWidth();
  }

  private double[][] scores(Numbers where) {
    double[][] scores = new double[lists.size()][];
    run((list, pass) -> {
      double[] of = new double[lists.get(list).size()];
      pass.run(where, lists.get(list), (term, score) -> {
        of[term] = score;
        return 0;
      }, null);
      scores[list] = of;
    });
    return scores;
  }

  private Numbers slopes(Numbers where, Slope slope) {
    Numbers[] sums = new Numbers[PARTS];
    runParts((part, from, to) -> {
      sums[part] = Numbers.zeros(shape, itemCount());
      SequencePass pass = new SequencePass(shape);
      for (int k = from; k < to; k++) {
        int list = k;
        pass.run(where, lists.get(list), (term, score) -> slope.of(list, term, score), sums[part]);
      }
    });
    for (int part = 1; part < PARTS; part++) {
      sums[0].add(1, sums[part]);
    }
    return sums[0];
  }

  @FunctionalInterface
  private interface ListTask {
    void run(int list, SequencePass pass);
  }

  private void run(ListTask task) {
    runParts((part, from, to) -> {
      SequencePass pass = new SequencePass(shape);
      for (int list = from; list < to; list++) {
        task.run(list, pass);
      }
    });
  }

  @FunctionalInterface
  private interface PartTask {
    void run(int part, int from, int to);
  }

  private void runParts(PartTask task) {
    workers.run(
        PARTS, 1,
        (from, to) -> IntStream.range(from, to)
            .forEach(
                part -> task
                    .run(part, part * lists.size() / PARTS, (part + 1) * lists.size() / PARTS)));
  }
}
