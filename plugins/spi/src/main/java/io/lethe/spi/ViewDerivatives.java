package io.lethe.spi;

import java.util.List;

/**
 * Derivatives of one model over one view, prepared once and asked many times. Every method returns a
 * <em>sum over the view's interactions</em>, so that parts of a view can be computed apart and added.
 *
 * <p>Vectors are laid out as their {@link ParameterSelection} says; outputs are the caller's arrays
 * and are overwritten; inputs are only read and must not be the output. Safe for concurrent use.
 * Results do not depend on the number of threads. Each call costs O(view size * width).
 */
public interface ViewDerivatives {

  /** Sum of the interactions' losses, without L2. */
  double loss();

  /** Gradient of {@link #loss()} in the selected rows. */
  void gradient(ParameterSelection selection, float[] out);

  /**
   * Gauss-Newton product {@code J' H J v}, J the scores' derivatives and H the loss's second
   * derivatives in the scores, {@code diag(s(1-s))} for the logistic loss: symmetric and positive
   * semi-definite. Unselected rows are held fixed.
   */
  void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out);

  /** Product with the exact Hessian of {@link #loss()}; symmetric, possibly indefinite. */
  void hessianProduct(ParameterSelection selection, float[] vector, float[] out);

  /**
   * In how many loss terms each selected row occurs, sampled negatives included: a row's degree. A
   * loss that compares items has a term for each score that it compares.
   *
   * @param out caller's array, one number per selected row, blocks in order; overwritten
   */
  void termCounts(ParameterSelection selection, float[] out);

  /** Sums from which the Kronecker form of the Gauss-Newton curvature is made. */
  CurvatureFactors curvature();

  /**
   * The same for dense layers that all interactions share. A model that gives any lets its shared
   * blocks move when the whole curvature system is solved; without, they stand still.
   *
   * @return blocks ascending; a shared block that is missing is taken by its diagonal
   */
  default List<CurvatureFactors.Layer> layerCurvatures() {
    return List.of();
  }
}
