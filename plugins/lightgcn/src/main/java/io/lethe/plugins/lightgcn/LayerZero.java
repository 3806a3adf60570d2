package io.lethe.plugins.lightgcn;

import io.lethe.kernels.PairTables;
import io.lethe.kernels.solve.ConjugateGradient;
import io.lethe.kernels.solve.LinearOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds layer-0 embeddings whose propagation gives certain final ones: conjugate gradients on {@code
 * P E = Z}, all columns at once, from zero, so that the answer depends on graph and final embeddings
 * alone. P is positive definite for an even number of layers; for an odd number the directions it
 * maps to zero are taken out, which gives the least-squares solution of least norm.
 */
final class LayerZero {

  /** As exact as floats allow. */
  private static final double TOLERANCE = 1e-6;

  /** Two propagations more would not pay: badly connected graphs end here, less exact. */
  private static final int ITERATIONS_MAX = 200;

  private LayerZero() {}

  /** O(iterations * layers * edges * width); about ten iterations on well-connected graphs. */
  static PairTables of(Architecture architecture, Propagation propagation, PairTables finals) {
    int users = finals.users().rows();
    int width = finals.width();
    NullSpace nullSpace = architecture.layers() % 2 == 0 ? null : NullSpace.of(propagation.graph());
    float[] target = Architecture.flat(finals);
    if (nullSpace != null) {
      nullSpace.projectOut(target, width);
    }
    float[] solution = new float[target.length];
    new ConjugateGradient(TOLERANCE, ITERATIONS_MAX).solve(
        new Projected(architecture, propagation, nullSpace, target.length, width), target,
        solution);
    return Architecture.tables(solution, users, width);
  }

  private record Projected(
      Architecture architecture, Propagation propagation, @Nullable NullSpace nullSpace, int length,
      int width) implements LinearOperator {

    @Override
    public void apply(float[] in, float[] out) {
      System.arraycopy(architecture.propagated(propagation, in, width), 0, out, 0, length);
      if (nullSpace != null) {
        nullSpace.projectOut(out, width);
      }
    }
  }
}
