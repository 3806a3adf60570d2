package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import io.lethe.unlearning.SharedCurvature.Rest;
import org.jspecify.annotations.Nullable;

/**
 * The damped Gauss-Newton curvature of the retained interactions in some rows, from the interactions
 * that touch those rows alone: all others do not occur in it. Loss terms of a row that none of them
 * holds (negatives sampled for somebody else's interactions) count by their Kronecker form.
 */
final class Region {

  private final ParameterSelection rows;
  private final RowCurvature curvature;
  private final RowDamping damping;
  private final float[] terms;
  private final float[] missing;
  private final ViewDerivatives derivatives;
  private final int interactions;
  private final @Nullable Rest rest;

  /**
   * The region of some rows. O(rows).
   *
   * @param derivatives over the retained interactions that touch the rows
   * @param interactions number of them
   * @param terms loss terms of the rows in all retained interactions
   */
  Region(
      ViewDerivatives derivatives, int interactions, ParameterSelection rows, float[] terms,
      RowCurvature curvature, RowDamping damping) {
    this(derivatives, interactions, rows, terms, curvature, damping, null);
  }

  /**
   * The same where shared rows move.
   *
   * @param rest what interactions that touch no row add to them; null if shared rows stand still
   */
  Region(
      ViewDerivatives derivatives, int interactions, ParameterSelection rows, float[] terms,
      RowCurvature curvature, RowDamping damping, @Nullable Rest rest) {
    this.rest = rest;
    this.rows = rows;
    this.terms = terms;
    this.curvature = curvature;
    this.damping = damping;
    this.interactions = interactions;
    this.derivatives = derivatives;
    this.missing = new float[terms.length];
    derivatives.termCounts(rows, missing);
    for (int k = 0; k < missing.length; k++) {
      missing[k] = Math.max(0, terms[k] - missing[k]);
    }
  }

  /** Number of interactions in it. */
  int interactions() {
    return interactions;
  }

  /** {@code out = (curvature + (l2 + damping) I) vector}. */
  void product(float[] vector, float[] out) {
    derivatives.gaussNewtonProduct(rows, vector, out);
    if (rest != null) {
      rest.addProduct(rows, vector, out);
    }
    int first = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      addBlock(b, first, vector, out);
      first += rows.count(b);
    }
  }

  private void addBlock(int block, int first, float[] vector, float[] out) {
    ParameterBlock shape = rows.layout().blocks().get(block);
    for (int k = 0; k < rows.count(block); k++) {
      int at = rows.offset(block) + k * shape.width();
      double ridge = damping.ridge(shape, terms[first + k]);
      for (int j = at; j < at + shape.width(); j++) {
        out[j] += (float) (ridge * vector[j]);
      }
      if (missing[first + k] > 0 && shape.side() != Side.SHARED) {
        curvature.side(shape.side()).addProduct(missing[first + k], vector, at, out);
      }
    }
  }

  /** What interactions that touch the rows make of a vector, undamped. */
  float[] touched(float[] vector) {
    float[] product = new float[vector.length];
    derivatives.gaussNewtonProduct(rows, vector, product);
    return product;
  }

  /** {@code out = gradient - (curvature + (l2 + damping) I) step}. */
  float[] residual(float[] gradient, float[] step) {
    float[] residual = new float[step.length];
    product(step, residual);
    for (int k = 0; k < residual.length; k++) {
      residual[k] = gradient[k] - residual[k];
    }
    return residual;
  }
}
