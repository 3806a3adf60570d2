package io.lethe.checks.mutants;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;

/**
 * Derivatives of which one is said otherwise.
 *
 * @param sound says the rest
 * @param interactions number of them
 */
record MutantDerivatives(
    Mutant mutant, ViewDerivatives sound, int interactions) implements ViewDerivatives {

  @Override
  public double loss() {
    return sound.loss();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    sound.gradient(selection, out);
    int to = mutant == Mutant.USER_GRADIENT_NEGATED ? selection.offset(1) : selection.length();
    scale(switch (mutant) {
      case GRADIENT_ZERO -> 0;
      case GRADIENT_NEGATED, USER_GRADIENT_NEGATED -> -1;
      case GRADIENT_NAN -> Float.NaN;
      case GRADIENT_TIMES_1000 -> 1000;
      default -> 1;
    }, out, to);
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    sound.gaussNewtonProduct(selection, vector, out);
    if (mutant == Mutant.PRODUCT_UNRELATED) {
      System.arraycopy(vector, 0, out, 0, selection.length());
    }
    scale(switch (mutant) {
      case PRODUCT_TIMES_1000 -> 1000;
      case PRODUCT_TENTH -> 0.1f;
      case PRODUCT_NEGATED -> -1;
      case PRODUCT_NAN -> Float.NaN;
      case PRODUCT_UNRELATED -> interactions;
      default -> 1;
    }, out, selection.length());
  }

  private static void scale(float factor, float[] out, int to) {
    for (int k = 0; k < to; k++) {
      out[k] *= factor;
    }
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    sound.hessianProduct(selection, vector, out);
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    sound.termCounts(selection, out);
    int rows = selection.count(0) + selection.count(1);
    scale(mutant == Mutant.TERM_COUNTS_TIMES_3 ? 3 : 1, out, rows);
  }

  @Override
  public CurvatureFactors curvature() {
    CurvatureFactors right = sound.curvature();
    double factor = switch (mutant) {
      case FACTORS_TIMES_100 -> 100;
      case FACTORS_HUNDREDTH -> 0.01;
      default -> 1;
    };
    double[] users = times(factor, right.userFactor());
    double[] items = times(factor, right.itemFactor());
    return mutant == Mutant.FACTORS_SWAPPED
        ? new CurvatureFactors(right.width(), items, users, right.weight(), right.count())
        : new CurvatureFactors(right.width(), users, items, right.weight(), right.count());
  }

  private static double[] times(double factor, double[] matrix) {
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] *= factor;
    }
    return matrix;
  }
}
