package io.lethe.evaluation.strategy;

import io.lethe.kernels.solve.LinearOperator;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;

/**
 * The Hessian, or the Gauss-Newton form, of the mean training objective per interaction, L2
 * included.
 *
 * @param derivatives over the interactions the mean is over
 * @param rows that move, in the derivatives' layout
 * @param trained layout that says what L2 the model is trained with
 * @param interactions number of them
 * @param exact the Hessian, else Gauss-Newton
 */
record MeanCurvature(
    ViewDerivatives derivatives, ParameterSelection rows, ParameterLayout trained,
    long interactions, boolean exact) implements LinearOperator {

  @Override
  public int length() {
    return rows.length();
  }

  @Override
  public void apply(float[] in, float[] out) {
    if (exact) {
      derivatives.hessianProduct(rows, in, out);
    } else {
      derivatives.gaussNewtonProduct(rows, in, out);
    }
    float share = 1f / interactions;
    int at = 0;
    for (int b = 0; b < trained.blocks().size(); b++) {
      ParameterBlock block = trained.blocks().get(b);
      int end = at + rows.count(b) * block.width();
      for (; at < end; at++) {
        out[at] = share * (out[at] + block.l2() * in[at]);
      }
    }
  }
}
