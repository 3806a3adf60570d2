package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How much of a removal lies in shared rows, or is left there by a step that has moved them. Gradients of
 * shared and of own rows cannot be compared by length: thousands of terms hold a shared row, a few a
 * user's. What is compared is the rise of the forgotten loss that solving for the rows brings, {@code
 * g'(G + ridge)^-1 g}, G the Gauss-Newton curvature of what stays.
 *
 * @param shared rise that the shared rows would bring, or would still bring
 * @param own rise that the rows bring which move
 */
public record Reach(double shared, double own) {

  /** The most of the rise that may lie in shared rows. */
  public static final double SHARE_MAX = 0.1;

  /** Per root of a row's terms, where none was calibrated. */
  static final double USUAL_DAMPING = 0.3;

  private static final int STEPS = 12;

  /** Of the squared gradient: what is left adds next to nothing. */
  private static final double ENOUGH = 1e-6;

  /** Share of the rise that no row brings which moves; 0 if there is none at all. */
  public double share() {
    return Double.isNaN(shared) || Double.isNaN(own)
        ? Double.NaN
        : Vectors.ratio(shared, shared + own);
  }

  /**
   * What the shared rows would bring, block by block. Costs a gradient of the forget set and {@value
   * #STEPS} products over the sample per block of shared rows.
   *
   * @param affected as the model says of the removal
   * @param sample of what stays, at random
   * @param damping of a row per root of its terms
   */
  public static double ofShared(
      DifferentiableModel model, Removal removal, ParameterSelection affected,
      InteractionView sample, double damping) {
    List<ParameterBlock> blocks = affected.layout().blocks();
    ParameterSelection rows = keep(affected, b -> blocks.get(b).side() == Side.SHARED);
    if (rows.length() == 0) {
      return 0;
    }
    float[] gradient = new float[rows.length()];
    model.removalGradient(removal, rows, gradient);
    double scale = (double) removal.retained().size() / Math.max(1, sample.size());
    return ofShared(model, rows, gradient, sample, scale, damping);
  }

  /**
   * What shared rows would bring of a gradient. Costs {@value #STEPS} products over the sample per
   * block.
   *
   * @param rows shared ones
   * @param gradient over them; only read
   * @param scale from the interactions of the sample to all that stay
   */
  public static double ofShared(
      DifferentiableModel model, ParameterSelection rows, float[] gradient, InteractionView sample,
      double scale, double damping) {
    ViewDerivatives derivatives = model.on(sample);
    double rise = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      if (rows.count(b) > 0) {
        int block = b;
        rise += rise(
            derivatives, keep(rows, other -> other == block), b, scale, damping,
            Arrays.copyOfRange(gradient, rows.offset(b), rows.offset(b + 1)));
      }
    }
    return rise;
  }

  /**
   * By conjugate gradients from zero, whose every step raises it (Hestenes and Stiefel 1952).
   *
   * @param rows of one block
   * @param scale from the terms looked at to all
   */
  static double rise(
      ViewDerivatives derivatives, ParameterSelection rows, int block, double scale, double damping,
      float[] gradient) {
    double ridge = rows.layout().blocks().get(block).l2()
        + damping * Math.sqrt(scale * mostTerms(derivatives, rows));
    float[] residual = gradient.clone();
    float[] direction = gradient.clone();
    float[] product = new float[gradient.length];
    double squares = Vectors.dot(residual, residual);
    double enough = ENOUGH * squares;
    double rise = 0;
    for (int k = 0; k < STEPS && squares > enough; k++) {
      derivatives.gaussNewtonProduct(rows, direction, product);
      for (int j = 0; j < product.length; j++) {
        product[j] = (float) (scale * product[j] + ridge * direction[j]);
      }
      double along = squares / Math.max(Vectors.dot(direction, product), Double.MIN_NORMAL);
      rise += along * squares;
      for (int j = 0; j < product.length; j++) {
        residual[j] -= (float) (along * product[j]);
      }
      double next = Vectors.dot(residual, residual);
      for (int j = 0; j < product.length; j++) {
        direction[j] = (float) (residual[j] + next / squares * direction[j]);
      }
      squares = next;
    }
    return rise;
  }

  private static double mostTerms(ViewDerivatives derivatives, ParameterSelection rows) {
    float[] counts = new float[IntStream.range(0, rows.layout().blocks().size())
        .map(rows::count)
        .sum()];
    derivatives.termCounts(rows, counts);
    double most = 0;
    for (float count : counts) {
      most = Math.max(most, count);
    }
    return most;
  }

  private static ParameterSelection keep(ParameterSelection rows, IntPredicate blocks) {
    return ParameterSelection.of(
        rows.layout(),
        IntStream.range(0, rows.layout().blocks().size())
            .mapToObj(b -> blocks.test(b) ? rows.rows(b) : new int[0])
            .toList());
  }
}
