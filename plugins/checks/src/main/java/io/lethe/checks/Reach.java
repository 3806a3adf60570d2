package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much of a removal lies in shared rows, which an influence step leaves where they are. Gradients of
 * shared and of own rows cannot be compared by length: thousands of terms hold a shared row, a few a
 * user's. What is compared is the rise of the forgotten loss that a step along the gradient brings, {@code
 * |g|^4 / g'(G + l2)g}, G the Gauss-Newton curvature.
 *
 * @param shared rise that the shared rows would bring
 * @param own rise that users' and items' rows bring
 */
public record Reach(double shared, double own) {

  private static final int PROBES = 4;

  /** The most of the rise that may lie in shared rows. */
  public static final double SHARE_MAX = 0.1;

  /** Share of the rise that no row brings which moves; 0 if there is none at all. */
  public double share() {
    return Double.isNaN(shared) || Double.isNaN(own)
        ? Double.NaN
        : Vectors.ratio(shared, shared + own);
  }

  /**
   * What the shared rows would bring. O(forget set + sample) per block of shared rows.
   *
   * @param affected as the model says of the removal
   * @param sample of what stays, at random
   */
  public static double ofShared(
      DifferentiableModel model, Removal removal, ParameterSelection affected,
      InteractionView sample) {
    double rise = 0;
    for (int b = 0; b < affected.layout().blocks().size(); b++) {
      if (affected.layout().blocks().get(b).side() == Side.SHARED && affected.count(b) > 0) {
        rise += ofBlock(model, removal, only(affected, b), sample, b);
      }
    }
    return rise;
  }

  /** Row by row; signs of their own keep rows apart that meet in one term. */
  private static double ofBlock(
      DifferentiableModel model, Removal removal, ParameterSelection rows, InteractionView sample,
      int block) {
    float[] gradient = new float[rows.length()];
    model.removalGradient(removal, rows, gradient);
    ViewDerivatives derivatives = model.on(sample);
    ParameterBlock shape = rows.layout().blocks().get(block);
    double[] curvatures = new double[rows.count(block)];
    SplittableRandom random = new SplittableRandom(rows.length());
    for (int k = 0; k < PROBES; k++) {
      float[] signed = signed(random, gradient, shape.width());
      float[] product = new float[signed.length];
      derivatives.gaussNewtonProduct(rows, signed, product);
      for (int row = 0; row < curvatures.length; row++) {
        curvatures[row] += Vectors
            .dot(signed, product, row * shape.width(), (row + 1) * shape.width()) / PROBES;
      }
    }
    double scale = (double) removal.retained().size() / Math.max(1, sample.size());
    double rise = 0;
    for (int row = 0; row < curvatures.length; row++) {
      double squares = Vectors
          .dot(gradient, gradient, row * shape.width(), (row + 1) * shape.width());
      rise += rise(squares, scale * Math.max(0, curvatures[row]) + shape.l2() * squares);
    }
    return rise;
  }

  private static float[] signed(SplittableRandom random, float[] vector, int width) {
    float[] signed = vector.clone();
    for (int at = 0; at < signed.length; at += width) {
      if (random.nextBoolean()) {
        for (int k = at; k < at + width; k++) {
          signed[k] = -signed[k];
        }
      }
    }
    return signed;
  }

  /** Without curvature nothing holds the rows: they would go all the way. */
  static double rise(double squares, double curvature) {
    return squares == 0 ? 0 : squares * squares / Math.max(curvature, Double.MIN_NORMAL);
  }

  private static ParameterSelection only(ParameterSelection rows, int block) {
    return ParameterSelection.of(
        rows.layout(),
        IntStream.range(0, rows.layout().blocks().size())
            .mapToObj(b -> b == block ? rows.rows(b) : new int[0])
            .toList());
  }
}
