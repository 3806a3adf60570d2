package io.lethe.kernels.vector;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamCatchUp;
import io.lethe.kernels.DenseRows;
import io.lethe.kernels.MinibatchKernels;
import io.lethe.kernels.RowGroups;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MinibatchKernels} on the Vector API. A group in a minibatch has few pairs, so loops run
 * over columns outside and over pairs inside: sums stay in registers.
 */
final class VectorMinibatchKernels implements MinibatchKernels {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void scores(
      RowGroups groups, int from, int to, DenseRows own, DenseRows others, float[] scores) {
    int width = own.width();
    int[] starts = groups.starts();
    for (int g = from; g < to; g++) {
      int row = groups.rows()[g] * width;
      for (int p = starts[g]; p < starts[g + 1]; p++) {
        int other = groups.others()[p] * width;
        scores[p] = dot(own.values(), row, others.values(), other, width);
      }
    }
  }

  private static float dot(
      float[] left, int leftOffset, float[] right, int rightOffset, int width) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int c = 0;
    for (; c <= width - LANES; c += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, left, leftOffset + c);
      sum = x.fma(FloatVector.fromArray(SPECIES, right, rightOffset + c), sum);
    }
    if (c < width) {
      VectorMask<Float> rest = SPECIES.indexInRange(c, width);
      FloatVector x = FloatVector.fromArray(SPECIES, left, leftOffset + c, rest);
      sum = x.fma(FloatVector.fromArray(SPECIES, right, rightOffset + c, rest), sum);
    }
    return LaneSums.of(sum);
  }

  @Override
  public void sums(
      RowGroups groups, int from, int to, DenseRows others, float[] coefficients, float[] out,
      int firstGroup) {
    int width = others.width();
    float[] values = others.values();
    int[] other = groups.others();
    for (int g = from; g < to; g++) {
      int start = groups.starts()[g];
      int end = groups.starts()[g + 1];
      int at = (g - firstGroup) * width;
      int c = 0;
      for (; c <= width - LANES; c += LANES) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int p = start; p < end; p++) {
          FloatVector x = FloatVector.fromArray(SPECIES, values, other[p] * width + c);
          sum = x.fma(FloatVector.broadcast(SPECIES, coefficients[p]), sum);
        }
        sum.intoArray(out, at + c);
      }
      if (c < width) {
        VectorMask<Float> rest = SPECIES.indexInRange(c, width);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int p = start; p < end; p++) {
          FloatVector x = FloatVector.fromArray(SPECIES, values, other[p] * width + c, rest);
          sum = x.fma(FloatVector.broadcast(SPECIES, coefficients[p]), sum);
        }
        sum.intoArray(out, at + c, rest);
      }
    }
  }

  @Override
  public void adamRows(
      AdamArrays arrays, int width, RowGroups groups, int from, int to, float[] gradients,
      int firstGroup, float ridge, AdamCatchUp step) {
    for (int g = from; g < to; g++) {
      int row = groups.rows()[g] * width;
      int gradient = (g - firstGroup) * width;
      int idle = groups.idles()[g];
      float share = ridge * groups.shares()[g];
      for (int c = 0; c < width; c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, width);
        FloatVector w = FloatVector.fromArray(SPECIES, arrays.parameters(), row + c, mask);
        FloatVector slope = w.fma(
            FloatVector.broadcast(SPECIES, share),
            FloatVector.fromArray(SPECIES, gradients, gradient + c, mask));
        FloatVector mean = FloatVector.fromArray(SPECIES, arrays.means(), row + c, mask)
            .mul(step.meanDecay())
            .add(slope.mul(1 - step.meanDecay()));
        FloatVector square = FloatVector.fromArray(SPECIES, arrays.squares(), row + c, mask)
            .mul(step.squareDecay())
            .add(slope.mul(slope).mul(1 - step.squareDecay()));
        move(arrays, row + c, mask, w, mean, square, idle, step);
      }
    }
  }

  @Override
  public void adamIdleRows(
      AdamArrays arrays, int width, int[] idles, int from, int to, AdamCatchUp steps) {
    for (int r = from; r < to; r++) {
      int row = r * width;
      for (int c = 0; c < width; c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, width);
        FloatVector w = FloatVector.fromArray(SPECIES, arrays.parameters(), row + c, mask);
        FloatVector mean = FloatVector.fromArray(SPECIES, arrays.means(), row + c, mask);
        FloatVector square = FloatVector.fromArray(SPECIES, arrays.squares(), row + c, mask);
        move(arrays, row + c, mask, w, mean, square, idles[r], steps);
      }
    }
  }

  private static void move(
      AdamArrays arrays, int at, VectorMask<Float> mask, FloatVector w, FloatVector mean,
      FloatVector square, int idle, AdamCatchUp step) {
    FloatVector root = square.sqrt().add(step.shifts()[idle]);
    w.sub(mean.mul(step.weights()[idle]).div(root)).intoArray(arrays.parameters(), at, mask);
    mean.mul(step.meanDecays()[idle]).intoArray(arrays.means(), at, mask);
    square.mul(step.squareDecays()[idle]).intoArray(arrays.squares(), at, mask);
  }
}
