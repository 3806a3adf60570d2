package io.lethe.evaluation.strategy;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.LinearOperator;
import java.util.function.ToDoubleFunction;

/**
 * The solver of IFRU's published code for {@code H p = g}: Adam from p = 0 on the gradient {@code H
 * p - g}, stopped after some iterations without a better validation AUC, the best iterate kept. The
 * first step moves every coordinate by the step size in the direction of g's sign, whatever g's
 * size.
 *
 * @param stepSize Adam's learning rate ({@code if_lr})
 * @param patience iterations without improvement after which it ends
 * @param iterationsMax the most iterations
 */
record AdamPath(double stepSize, int patience, int iterationsMax) {

  /**
   * What came of it.
   *
   * @param solution the kept p
   * @param iterations Hessian products, all of them
   * @param best the kept iteration, from 1
   * @param residual {@code |H p - g| / |g|} at the kept p; NaN if it was the last iterate
   */
  record Found(float[] solution, int iterations, int best, double residual) {}

  /**
   * Follows the path.
   *
   * @param rightHandSide g; only read
   * @param quality of an iterate; higher is better
   */
  Found follow(
      Kernels kernels, LinearOperator hessian, float[] rightHandSide,
      ToDoubleFunction<float[]> quality) {
    AdamArrays adam = AdamArrays.zeroed(new float[rightHandSide.length]);
    AdamSchedule schedule = AdamSchedule.of(stepSize);
    float[] gradient = new float[rightHandSide.length];
    float[] kept = adam.parameters().clone();
    double bestQuality = Double.NEGATIVE_INFINITY;
    double residual = Double.NaN;
    double scale = norm(kernels, rightHandSide);
    int best = 0;
    int iteration = 0;
    while (iteration < iterationsMax && (best == 0 || iteration - best < patience)) {
      hessian.apply(adam.parameters(), gradient);
      kernels.addScaled(-1, rightHandSide, 0, gradient, 0, gradient.length);
      residual = best > 0 && best == iteration ? norm(kernels, gradient) / scale : residual;
      iteration++;
      kernels.adamStep(adam, 0, gradient, 0, gradient.length, schedule.at(iteration));
      double found = quality.applyAsDouble(adam.parameters());
      if (found > bestQuality || best == 0) {
        bestQuality = found;
        best = iteration;
        residual = Double.NaN;
        System.arraycopy(adam.parameters(), 0, kept, 0, kept.length);
      }
    }
    return new Found(kept, iteration, best, residual);
  }

  private static double norm(Kernels kernels, float[] vector) {
    return Math.sqrt(kernels.sumOfSquares(vector, 0, vector.length));
  }
}
