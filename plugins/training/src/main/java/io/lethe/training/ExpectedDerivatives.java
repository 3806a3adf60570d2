package io.lethe.training;

import io.lethe.kernels.GramMatrix;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.training.negatives.AllPairs;
import io.lethe.training.negatives.CurvatureProfile;
import io.lethe.training.negatives.ExpectedNegatives;
import io.lethe.training.objective.ModelShape;
import java.util.function.Supplier;

/**
 * Derivatives for implicit feedback: the positive terms, and the negatives as training draws them on
 * average. A user with n positive interactions meets every item j with weight {@code negatives * n *
 * share of j}: the sum over all epochs' draws, divided by their number. Training sees another draw in
 * each epoch; the gradient over one draw is mostly the noise of that draw. Immutable.
 *
 * <p>Loss, gradient and Hessian are exact and cost O(users * items * width) over a whole view; over the
 * interactions of a few users it is these users times all items. The Gauss-Newton curvature of the
 * negatives is factored, O((users + items) * width^2).
 */
final class ExpectedDerivatives implements RowCurvatures {
  private final ModelShape shape;
  private final PairTables tables;
  private final Kernels kernels;
  private final Workers workers;
  private final RowCurvatures positives;
  private final AllPairs pairs;

  /**
   * Derivatives at given rows.
   *
   * @param positives of the positive terms
   * @param profile of the rows
   */
  ExpectedDerivatives(
      ModelShape shape, PairTables tables, Kernels kernels, Workers workers,
      RowCurvatures positives, ExpectedNegatives negatives, Supplier<CurvatureProfile> profile) {
    this.shape = shape;
    this.tables = tables;
    this.kernels = kernels;
    this.workers = workers;
    this.positives = positives;
    this.pairs = new AllPairs(kernels, workers, tables, negatives, profile);
  }

  @Override
  public double loss() {
    return positives.loss() + pairs.loss();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    positives.gradient(selection, out);
    pairs.addGradient(rows(selection), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    positives.gaussNewtonProduct(selection, vector, out);
    pairs.addGaussNewtonProduct(rows(selection), moving(selection, vector), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    positives.hessianProduct(selection, vector, out);
    pairs.addHessianProduct(rows(selection), moving(selection, vector), out);
    FrozenCoordinates.clear(shape, selection, out);
  }

  /** The vector without frozen coordinates: they do not move, so products stay symmetric. */
  private float[] moving(ParameterSelection selection, float[] vector) {
    if (!shape.biases()) {
      return vector;
    }
    float[] moving = vector.clone();
    FrozenCoordinates.clear(shape, selection, moving);
    return moving;
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    positives.termCounts(selection, out);
    pairs.addCounts(rows(selection), out);
  }

  @Override
  public CurvatureFactors curvature() {
    int width = tables.width();
    ExpectedNegatives negatives = pairs.negatives();
    float[] userCounts = new float[tables.users().rows()];
    for (int k = 0; k < negatives.users().length; k++) {
      userCounts[negatives.users()[k]] = negatives.userWeights()[k];
    }
    double draws = negatives.draws();
    float[] itemCounts = new float[tables.items().rows()];
    for (int item = 0; item < itemCounts.length; item++) {
      itemCounts[item] = (float) (draws * negatives.itemShares()[item]);
    }
    double[] userFactor = GramMatrix.weighted(kernels, workers, tables.items(), itemCounts);
    double[] itemFactor = GramMatrix.weighted(kernels, workers, tables.users(), userCounts);
    FrozenCoordinates.clear(shape, Side.USER, userFactor, width);
    FrozenCoordinates.clear(shape, Side.ITEM, itemFactor, width);
    return positives.curvature()
        .plus(
            new CurvatureFactors(width, userFactor, itemFactor, pairs.weight(), Math.round(draws)));
  }

  @Override
  public double[][] rowCurvatures(ParameterSelection selection) {
    double[][] blocks = positives.rowCurvatures(selection);
    pairs.addRowCurvatures(rows(selection), blocks);
    int users = selection.count(ModelShape.USER_BLOCK);
    for (int k = 0; k < blocks.length; k++) {
      Side side = k < users ? Side.USER : Side.ITEM;
      FrozenCoordinates.clear(shape, side, blocks[k], tables.width());
    }
    return blocks;
  }

  private static PairSelection rows(ParameterSelection selection) {
    return new PairSelection(
        selection.rows(ModelShape.USER_BLOCK), selection.rows(ModelShape.ITEM_BLOCK));
  }
}
