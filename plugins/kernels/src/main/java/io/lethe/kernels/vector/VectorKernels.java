package io.lethe.kernels.vector;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamStep;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.MatrixTiles;
import io.lethe.kernels.MinibatchKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the widest vectors of this machine. Rows shorter than one vector go to the scalar
 * twin. Vectors never leave the method that made them: one that escapes is allocated on the heap.
 */
final class VectorKernels implements Kernels {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int SQUARES_BLOCK_FLOATS = 4096;

  private final Kernels scalar = Kernels.scalar();

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] left, int leftOffset, float[] right, int rightOffset, int length) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int k = 0;
    for (; k <= length - 4 * LANES; k += 4 * LANES) {
      int l = leftOffset + k;
      int r = rightOffset + k;
      sum0 = load(left, l).fma(load(right, r), sum0);
      sum1 = load(left, l + LANES).fma(load(right, r + LANES), sum1);
      sum2 = load(left, l + 2 * LANES).fma(load(right, r + 2 * LANES), sum2);
      sum3 = load(left, l + 3 * LANES).fma(load(right, r + 3 * LANES), sum3);
    }
    for (; k <= length - LANES; k += LANES) {
      sum0 = load(left, leftOffset + k).fma(load(right, rightOffset + k), sum0);
    }
    float sum = LaneSums.of(sum0.add(sum1).add(sum2.add(sum3)));
    for (; k < length; k++) {
      sum += left[leftOffset + k] * right[rightOffset + k];
    }
    return sum;
  }

  private static FloatVector load(float[] array, int offset) {
    return FloatVector.fromArray(SPECIES, array, offset);
  }

  @Override
  public double sumOfSquares(float[] values, int offset, int length) {
    double sum = 0;
    for (int k = 0; k < length; k += SQUARES_BLOCK_FLOATS) {
      int block = Math.min(SQUARES_BLOCK_FLOATS, length - k);
      sum += dot(values, offset + k, values, offset + k, block);
    }
    return sum;
  }

  @Override
  public void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int length) {
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      FloatVector sum = load(x, xOffset + k).mul(factor).add(load(y, yOffset + k));
      sum.intoArray(y, yOffset + k);
    }
    for (; k < length; k++) {
      y[yOffset + k] += factor * x[xOffset + k];
    }
  }

  @Override
  public void scale(float factor, float[] x, int offset, int length) {
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      load(x, offset + k).mul(factor).intoArray(x, offset + k);
    }
    for (; k < length; k++) {
      x[offset + k] *= factor;
    }
  }

  @Override
  public void dots(
      float[] query, int queryOffset, int width, float[] rows, int rowsOffset, int count,
      float[] out, int outOffset) {
    if (Lanes.fit(width)) {
      VectorDots.dots(query, queryOffset, width, rows, rowsOffset, count, out, outOffset);
    } else {
      scalar.dots(query, queryOffset, width, rows, rowsOffset, count, out, outOffset);
    }
  }

  @Override
  public void manyDots(
      float[] queries, int queriesOffset, int queryCount, int width, float[] rows, int rowsOffset,
      int count, float[] out, int outStride) {
    int together = Lanes.fit(width) ? queryCount - queryCount % VectorQueryDots.AT_ONCE : 0;
    if (together > 0) {
      VectorQueryDots fours = new VectorQueryDots(rows, width);
      for (int q = 0; q < together; q += VectorQueryDots.AT_ONCE) {
        fours.dots(
            queries, queriesOffset + q * width, rowsOffset, count, out, q * outStride, outStride);
      }
    }
    for (int q = together; q < queryCount; q++) {
      dots(queries, queriesOffset + q * width, width, rows, rowsOffset, count, out, q * outStride);
    }
  }

  @Override
  public int firstAbove(float[] values, int from, int to, float threshold) {
    int k = from;
    for (; k <= to - LANES; k += LANES) {
      VectorMask<Float> above = load(values, k).compare(VectorOperators.GT, threshold);
      if (above.anyTrue()) {
        return k + above.firstTrue();
      }
    }
    return scalar.firstAbove(values, k, to, threshold);
  }

  @Override
  public void bounds(
      float[] query, int queryOffset, int width, byte[] codes, int codesOffset, float[] scales,
      int scalesOffset, int count, float slack, float[] out) {
    if (VectorCodeDots.fit(width)) {
      VectorCodeDots.bounds(
          query, queryOffset, width, codes, codesOffset, scales, scalesOffset, count, slack, out);
    } else {
      scalar.bounds(
          query, queryOffset, width, codes, codesOffset, scales, scalesOffset, count, slack, out);
    }
  }

  @Override
  public boolean gainsByCodes(int width) {
    return VectorCodeDots.fit(width);
  }

  @Override
  public void gatherDots(
      EmbeddingTable table, int[] indices, int from, int to, float[] query, int queryOffset,
      float[] out) {
    if (Lanes.fit(table.width())) {
      VectorDots.gatherDots(table, indices, from, to, query, queryOffset, out);
    } else {
      scalar.gatherDots(table, indices, from, to, query, queryOffset, out);
    }
  }

  @Override
  public void gatherSum(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset) {
    if (Lanes.fit(table.width())) {
      VectorSums.gatherSum(table, indices, weights, from, to, out, outOffset);
    } else {
      scalar.gatherSum(table, indices, weights, from, to, out, outOffset);
    }
  }

  @Override
  public void addWeightedRows(
      float[] rows, int rowsOffset, int width, int[] indices, int from, int to, float[] rowWeights,
      float factor, float[] out, int outOffset) {
    if (Lanes.fit(width)) {
      new VectorRowSums(rows, rowsOffset, width, indices, rowWeights)
          .addTo(from, to, factor, out, outOffset);
    } else {
      scalar.addWeightedRows(
          rows, rowsOffset, width, indices, from, to, rowWeights, factor, out, outOffset);
    }
  }

  @Override
  public void logisticResidual(float[] logits, float[] labels, float[] out, int from, int to) {
    VectorLogistic.residual(logits, labels, out, from, to);
  }

  @Override
  public void logisticCurvature(float[] logits, float[] out, int from, int to) {
    VectorLogistic.curvature(logits, out, from, to);
  }

  @Override
  public double logisticLoss(float[] logits, float[] labels, int from, int to) {
    int whole = from + SPECIES.loopBound(to - from);
    return VectorLogistic.loss(logits, labels, from, whole)
        + scalar.logisticLoss(logits, labels, whole, to);
  }

  @Override
  public void adamStep(
      AdamArrays arrays, int offset, float[] gradient, int gradientOffset, int length,
      AdamStep step) {
    if (LANES >= VectorAdam.LANES_MIN) {
      VectorAdam.step(arrays, offset, gradient, gradientOffset, length, step);
    } else {
      scalar.adamStep(arrays, offset, gradient, gradientOffset, length, step);
    }
  }

  @Override
  public MinibatchKernels minibatch() {
    return new VectorMinibatchKernels();
  }

  @Override
  public MatrixTiles tiles() {
    return VectorMatrixTiles.fit() ? new VectorMatrixTiles() : scalar.tiles();
  }
}
