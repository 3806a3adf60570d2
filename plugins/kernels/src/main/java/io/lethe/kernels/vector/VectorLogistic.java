package io.lethe.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logistic function and its kin on whole vectors, through {@code exp(-|z|)}, which never
 * overflows. The exponential is two to a whole power times a polynomial on half a binary octave.
 */
final class VectorLogistic {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final float SMALLEST_EXPONENT = -87f;
  private static final float LOG2_E = (float) (1 / Math.log(2));
  /** ln 2 in two parts; products of the first with small whole numbers are exact. */
  private static final float LN2_HIGH = 355 / 512f;

  private static final float LN2_LOW = (float) (Math.log(2) - 355.0 / 512);
  /** Adding 1.5 * 2^23 rounds to a whole number, which then is in the low bits. */
  private static final float ROUNDER = 12582912f;

  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;
  /** Factors in 1..2 multiplied before a logarithm is taken: 2^64 is far from overflow. */
  private static final int FACTORS = 64;

  private VectorLogistic() {}

  /** {@code exp(x)} for x at most 0: Taylor's polynomial on |r| below .35, error 2e-7 relative. */
  private static FloatVector exp(FloatVector negative) {
    FloatVector x = negative.max(SMALLEST_EXPONENT);
    FloatVector shifted = x.mul(LOG2_E).add(ROUNDER);
    FloatVector whole = shifted.sub(ROUNDER);
    FloatVector r = whole.mul(-LN2_HIGH).add(x);
    r = whole.mul(-LN2_LOW).add(r);
    FloatVector p = r.mul(1 / 5040f).add(1 / 720f);
    p = p.mul(r).add(1 / 120f);
    p = p.mul(r).add(1 / 24f);
    p = p.mul(r).add(1 / 6f);
    p = p.mul(r).add(0.5f);
    p = p.mul(r).add(1f);
    p = p.mul(r).add(1f);
    IntVector power = shifted.reinterpretAsInts().add(EXPONENT_BIAS);
    return p.mul(power.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats());
  }

  // The last, partial vector is masked, not left to scalar code: an element's bits must not depend on
  // where the range around it ends.

  static void residual(float[] logits, float[] labels, float[] out, int from, int to) {
    int k = from;
    for (; k <= to - LANES; k += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, logits, k);
      residual(z, FloatVector.fromArray(SPECIES, labels, k)).intoArray(out, k);
    }
    if (k < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(k, to);
      FloatVector z = FloatVector.fromArray(SPECIES, logits, k, rest);
      residual(z, FloatVector.fromArray(SPECIES, labels, k, rest)).intoArray(out, k, rest);
    }
  }

  private static FloatVector residual(FloatVector z, FloatVector y) {
    FloatVector small = exp(z.abs().neg());
    FloatVector near = FloatVector.broadcast(SPECIES, 1f).div(small.add(1f));
    FloatVector far = near.mul(small);
    VectorMask<Float> negative = z.lt(0f);
    FloatVector one = near.blend(far, negative);
    FloatVector zero = far.blend(near, negative);
    return one.mul(y.neg().add(1f)).sub(y.mul(zero));
  }

  static void curvature(float[] logits, float[] out, int from, int to) {
    int k = from;
    for (; k <= to - LANES; k += LANES) {
      curvature(FloatVector.fromArray(SPECIES, logits, k)).intoArray(out, k);
    }
    if (k < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(k, to);
      curvature(FloatVector.fromArray(SPECIES, logits, k, rest)).intoArray(out, k, rest);
    }
  }

  private static FloatVector curvature(FloatVector z) {
    FloatVector small = exp(z.abs().neg());
    FloatVector sum = small.add(1f);
    return small.div(sum.mul(sum));
  }

  /** The loss over whole vectors: logarithms of products instead of sums of logarithms. */
  static double loss(float[] logits, float[] labels, int from, int to) {
    double sum = 0;
    for (int start = from; start < to; start += FACTORS * LANES) {
      sum += lossBlock(logits, labels, start, Math.min(to, start + FACTORS * LANES));
    }
    return sum;
  }

  private static double lossBlock(float[] logits, float[] labels, int from, int to) {
    FloatVector product = FloatVector.broadcast(SPECIES, 1f);
    FloatVector linear = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, logits, k);
      FloatVector y = FloatVector.fromArray(SPECIES, labels, k);
      product = product.mul(exp(z.abs().neg()).add(1f));
      linear = linear.add(z.max(0f).sub(y.mul(z)));
    }
    double sum = LaneSums.of(linear);
    for (float factors : product.toArray()) {
      sum += Math.log(factors);
    }
    return sum;
  }
}
