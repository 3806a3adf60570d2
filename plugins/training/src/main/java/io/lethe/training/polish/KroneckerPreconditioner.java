package io.lethe.training.polish;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.KroneckerFactor;
import io.lethe.kernels.solve.LinearOperator;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.training.FrozenCoordinates;
import io.lethe.training.objective.ModelShape;

/** The inverse of the Gauss-Newton curvature in Kronecker form, row by row. Immutable. */
final class KroneckerPreconditioner implements LinearOperator {

  /** Rows worth a task: each costs two products with a width x width matrix. */
  private static final int TASK_ROWS_MIN = 64;

  private final ModelShape shape;
  private final ParameterSelection selection;
  private final KroneckerFactor userFactor;
  private final KroneckerFactor itemFactor;
  private final float[] degrees;
  private final double ridge;
  private final Workers workers;

  private KroneckerPreconditioner(
      WholeObjective at, KroneckerFactor userFactor, KroneckerFactor itemFactor, double ridge,
      Workers workers) {
    this.shape = at.model().shape();
    this.selection = at.selection();
    this.userFactor = userFactor;
    this.itemFactor = itemFactor;
    this.ridge = ridge;
    this.workers = workers;
    this.degrees = new float[at.model().userCount() + at.model().itemCount()];
    at.derivatives().termCounts(selection, degrees);
  }

  static KroneckerPreconditioner of(
      WholeObjective at, double damping, Kernels kernels, Workers workers) {
    CurvatureFactors sums = at.derivatives().curvature();
    KroneckerFactor userFactor = KroneckerFactor
        .of(kernels, sums.userFactor(), sums.width(), sums.weight(), sums.count());
    KroneckerFactor itemFactor = KroneckerFactor
        .of(kernels, sums.itemFactor(), sums.width(), sums.weight(), sums.count());
    double ridge = at.model().shape().l2() + damping;
    return new KroneckerPreconditioner(at, userFactor, itemFactor, ridge, workers);
  }

  @Override
  public int length() {
    return selection.length();
  }

  @Override
  public void apply(float[] in, float[] out) {
    int users = selection.count(ModelShape.USER_BLOCK);
    int width = userFactor.width();
    workers.run(degrees.length, TASK_ROWS_MIN, (from, to) -> {
      for (int row = from; row < to; row++) {
        KroneckerFactor factor = row < users ? userFactor : itemFactor;
        factor.solve(degrees[row], ridge, in, row * width, out, row * width);
      }
    });
    FrozenCoordinates.clear(shape, selection, out);
  }
}
