package io.lethe.kernels.vector;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamStep;
import io.lethe.kernels.AdamSteps;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Adam on whole vectors; lengths are multiples of the lane count. */
final class VectorAdam {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

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
      FloatVector w = FloatVector.fromArray(SPECIES, parameters, at);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + k);
      g = w.mul(step.weightDecay()).add(g);
      FloatVector m = FloatVector.fromArray(SPECIES, means, at).mul(meanDecay);
      m = m.add(g.mul(1 - meanDecay));
      FloatVector v = FloatVector.fromArray(SPECIES, squares, at).mul(squareDecay);
      v = v.add(g.mul(1 - squareDecay).mul(g));
      FloatVector root = v.lanewise(VectorOperators.SQRT).mul(step.rootScale());
      w = w.sub(m.mul(step.stepSize()).div(root.add(step.epsilon())));
      w.intoArray(parameters, at);
      m.intoArray(means, at);
      v.intoArray(squares, at);
    }
  }

  /** Idle steps with weight decay: the gradient is not zero, so every step is a full one. */
  static void decayingSteps(
      AdamArrays arrays, int offset, int length, AdamSteps steps, long first, long last) {
    float meanDecay = (float) steps.schedule().meanDecay();
    float squareDecay = (float) steps.schedule().squareDecay();
    float epsilon = (float) steps.schedule().epsilon();
    float weightDecay = (float) steps.schedule().weightDecay();
    for (int at = offset; at < offset + length; at += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, arrays.parameters(), at);
      FloatVector m = FloatVector.fromArray(SPECIES, arrays.means(), at);
      FloatVector v = FloatVector.fromArray(SPECIES, arrays.squares(), at);
      for (long t = first; t <= last; t++) {
        FloatVector g = w.mul(weightDecay);
        m = m.mul(meanDecay).add(g.mul(1 - meanDecay));
        v = v.mul(squareDecay).add(g.mul(1 - squareDecay).mul(g));
        FloatVector root = v.lanewise(VectorOperators.SQRT).mul(steps.rootScale(t));
        w = w.sub(m.mul(steps.stepSize(t)).div(root.add(epsilon)));
      }
      w.intoArray(arrays.parameters(), at);
      m.intoArray(arrays.means(), at);
      v.intoArray(arrays.squares(), at);
    }
  }

  /** Idle steps without weight decay: moments only shrink, so the root is taken once. */
  static void idleSteps(
      AdamArrays arrays, int offset, int length, AdamSteps steps, long first, long last) {
    if (last < first) {
      return;
    }
    long moving = Math.min(last - first + 1, steps.restingSteps());
    float meanDecay = (float) steps.schedule().meanDecay();
    float rootDecay = (float) Math.sqrt(steps.schedule().squareDecay());
    float epsilon = (float) steps.schedule().epsilon();
    double count = (double) (last - first + 1);
    float meanLeft = (float) Math.pow(steps.schedule().meanDecay(), count);
    float squareLeft = (float) Math.pow(steps.schedule().squareDecay(), count);
    for (int at = offset; at < offset + length; at += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, arrays.parameters(), at);
      FloatVector m = FloatVector.fromArray(SPECIES, arrays.means(), at);
      FloatVector v = FloatVector.fromArray(SPECIES, arrays.squares(), at);
      FloatVector root = v.lanewise(VectorOperators.SQRT);
      FloatVector mean = m;
      for (long t = first; t < first + moving; t++) {
        mean = mean.mul(meanDecay);
        root = root.mul(rootDecay);
        FloatVector scaled = root.mul(steps.rootScale(t)).add(epsilon);
        w = w.sub(mean.mul(steps.stepSize(t)).div(scaled));
      }
      w.intoArray(arrays.parameters(), at);
      m.mul(meanLeft).intoArray(arrays.means(), at);
      v.mul(squareLeft).intoArray(arrays.squares(), at);
    }
  }
}
