package io.lethe.kernels.vector;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adam on vectors, the last one masked. For machines with masked loads and stores, which is where
 * vectors have at least {@link #LANES_MIN} lanes.
 */
final class VectorAdam {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** On shorter vectors masks are emulated, lane by lane. */
  static final int LANES_MIN = 8;

  private VectorAdam() {}

  static void step(
      AdamArrays arrays, int offset, float[] gradient, int gradientOffset, int length,
      AdamStep step) {
    float[] parameters = arrays.parameters();
    float[] means = arrays.means();
    float[] squares = arrays.squares();
    float meanDecay = step.meanDecay();
    float squareDecay = step.squareDecay();
    for (int k = 0; k < length; k += LANES) {
      int at = offset + k;
      VectorMask<Float> in = SPECIES.indexInRange(k, length);
      FloatVector w = FloatVector.fromArray(SPECIES, parameters, at, in);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + k, in);
      g = w.mul(step.weightDecay()).add(g);
      FloatVector m = FloatVector.fromArray(SPECIES, means, at, in).mul(meanDecay);
      m = m.add(g.mul(1 - meanDecay));
      FloatVector v = FloatVector.fromArray(SPECIES, squares, at, in).mul(squareDecay);
      v = v.add(g.mul(1 - squareDecay).mul(g));
      FloatVector root = v.lanewise(VectorOperators.SQRT).mul(step.rootScale());
      w = w.sub(m.mul(step.stepSize()).div(root.add(step.epsilon())));
      w.intoArray(parameters, at, in);
      m.intoArray(means, at, in);
      v.intoArray(squares, at, in);
    }
  }
}
