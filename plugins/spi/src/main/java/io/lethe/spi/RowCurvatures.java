package io.lethe.spi;

/**
 * Derivatives that also give every row's own curvature. Where a score is a product of final embeddings
 * a row's curvature is a sum over the row's loss terms of the other side's outer products, so it fits
 * rows that one matrix for a whole side does not: those of few terms, and of many negatives.
 */
public interface RowCurvatures extends ViewDerivatives {

  /**
   * The diagonal blocks of the Gauss-Newton matrix, one {@code width x width} block for each selected
   * row: {@code sum over the row's terms of s(1-s) * g g'}, g the score's derivative with respect to
   * the row. Without L2. Costs O(terms of the selected rows * width^2).
   *
   * @param selection rows wanted
   * @return per selected row, blocks of the layout in order, a symmetric matrix, row major; the
   *     caller's own
   */
  double[][] rowCurvatures(ParameterSelection selection);
}
