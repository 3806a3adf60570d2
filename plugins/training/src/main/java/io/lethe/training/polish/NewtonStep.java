package io.lethe.training.polish;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.ConjugateGradientResult;
import io.lethe.kernels.solve.LinearOperator;

/**
 * A step that about minimizes the damped quadratic model of the objective.
 *
 * @param amounts what is added to the parameters, every row
 * @param predictedDecrease of the objective, by the quadratic model; 0 for a step that goes nowhere
 * @param products Hessian products taken
 */
record NewtonStep(float[] amounts, double predictedDecrease, int products) {

  private static final int PRODUCTS_MAX = 100;
  private static final double LOOSEST = 0.1;
  private static final double TIGHTEST = 1e-5;

  static NewtonStep of(WholeObjective at, double damping, Kernels kernels, Workers workers) {
    float[] descent = at.gradient().clone();
    for (int k = 0; k < descent.length; k++) {
      descent[k] = -descent[k];
    }
    // The nearer the end, the more exact: Newton's method then converges faster than linearly.
    double tolerance = Math.clamp(Math.sqrt(at.relativeGradientNorm()), TIGHTEST, LOOSEST);
    LinearOperator hessian = new DampedHessian(at, damping);
    LinearOperator preconditioner = KroneckerPreconditioner.of(at, damping, kernels, workers);
    float[] amounts = new float[descent.length];
    ConjugateGradientResult result = new ConjugateGradient(tolerance, PRODUCTS_MAX)
        .solve(hessian, preconditioner, descent, amounts);
    if (result instanceof ConjugateGradientResult.NegativeCurvature && isZero(amounts)) {
      preconditioner.apply(descent, amounts);
    }
    float[] product = new float[amounts.length];
    hessian.apply(amounts, product);
    double decrease = 0;
    for (int k = 0; k < amounts.length; k++) {
      decrease += amounts[k] * (descent[k] - 0.5 * product[k]);
    }
    return new NewtonStep(amounts, decrease, result.iterations() + 1);
  }

  private static boolean isZero(float[] vector) {
    for (float value : vector) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code (H + (l2 + damping) I) in}. */
  private record DampedHessian(WholeObjective at, double damping) implements LinearOperator {

    @Override
    public int length() {
      return at.selection().length();
    }

    @Override
    public void apply(float[] in, float[] out) {
      at.derivatives().hessianProduct(at.selection(), in, out);
      float ridge = (float) (at.model().shape().l2() + damping);
      for (int k = 0; k < out.length; k++) {
        out[k] += ridge * in[k];
      }
    }
  }
}
