package io.lethe.kernels;

import java.util.Arrays;

/** The reference: plain loops that the Vector API twin must agree with. */
final class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public float dot(float[] left, int leftOffset, float[] right, int rightOffset, int length) {
    float sum = 0;
    for (int k = 0; k < length; k++) {
      sum += left[leftOffset + k] * right[rightOffset + k];
    }
    return sum;
  }

  @Override
  public double sumOfSquares(float[] values, int offset, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += (double) values[offset + k] * values[offset + k];
    }
    return sum;
  }

  @Override
  public void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int k = 0; k < length; k++) {
      y[yOffset + k] += factor * x[xOffset + k];
    }
  }

  @Override
  public void scale(float factor, float[] x, int offset, int length) {
    for (int k = 0; k < length; k++) {
      x[offset + k] *= factor;
    }
  }

  @Override
  public void dots(
      float[] query, int queryOffset, int width, float[] rows, int rowsOffset, int count,
      float[] out, int outOffset) {
    for (int k = 0; k < count; k++) {
      out[outOffset + k] = dot(query, queryOffset, rows, rowsOffset + k * width, width);
    }
  }

  @Override
  public void manyDots(
      float[] queries, int queriesOffset, int queryCount, int width, float[] rows, int rowsOffset,
      int count, float[] out, int outStride) {
    for (int q = 0; q < queryCount; q++) {
      dots(queries, queriesOffset + q * width, width, rows, rowsOffset, count, out, q * outStride);
    }
  }

  @Override
  public int firstAbove(float[] values, int from, int to, float threshold) {
    int k = from;
    while (k < to && !(values[k] > threshold)) {
      k++;
    }
    return k;
  }

  @Override
  public void bounds(
      float[] query, int queryOffset, int width, byte[] codes, int codesOffset, float[] scales,
      int scalesOffset, int count, float slack, float[] out) {
    for (int k = 0; k < count; k++) {
      float sum = 0;
      for (int c = 0; c < width; c++) {
        sum += query[queryOffset + c] * codes[codesOffset + k * width + c];
      }
      float bound = scales[scalesOffset + k] * (sum + slack);
      out[k] = Float.isNaN(bound) ? Float.POSITIVE_INFINITY : bound;
    }
  }

  /** Arithmetic counts here, and not the bytes. */
  @Override
  public boolean gainsByCodes(int width) {
    return false;
  }

  @Override
  public void gatherDots(
      EmbeddingTable table, int[] indices, int from, int to, float[] query, int queryOffset,
      float[] out) {
    for (int k = from; k < to; k++) {
      int row = indices[k];
      out[k] = dot(query, queryOffset, table.pageOf(row), table.offsetOf(row), table.width());
    }
  }

  @Override
  public void gatherSum(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset) {
    float[] block = new float[table.width()];
    for (int start = from; start < to; start += SUM_BLOCK_ROWS) {
      int end = Math.min(to, start + SUM_BLOCK_ROWS);
      Arrays.fill(block, 0);
      for (int k = start; k < end; k++) {
        int row = indices[k];
        addScaled(weights[k], table.pageOf(row), table.offsetOf(row), block, 0, table.width());
      }
      addScaled(1, block, 0, out, outOffset, table.width());
    }
  }

  @Override
  public void addWeightedRows(
      float[] rows, int rowsOffset, int width, int[] indices, int from, int to, float[] rowWeights,
      float factor, float[] out, int outOffset) {
    float[] block = new float[width];
    for (int start = from; start < to; start += SUM_BLOCK_ROWS) {
      int end = Math.min(to, start + SUM_BLOCK_ROWS);
      Arrays.fill(block, 0);
      for (int k = start; k < end; k++) {
        int row = indices[k];
        addScaled(rowWeights[row], rows, rowsOffset + row * width, block, 0, width);
      }
      addScaled(factor, block, 0, out, outOffset, width);
    }
  }

  @Override
  public void logisticResidual(float[] logits, float[] labels, float[] out, int from, int to) {
    for (int k = from; k < to; k++) {
      double small = Math.exp(-Math.abs((double) logits[k]));
      double near = 1 / (1 + small);
      double far = small * near;
      boolean positive = logits[k] >= 0;
      double one = positive ? near : far;
      double zero = positive ? far : near;
      out[k] = (float) ((1 - labels[k]) * one - labels[k] * zero);
    }
  }

  @Override
  public void logisticCurvature(float[] logits, float[] out, int from, int to) {
    for (int k = from; k < to; k++) {
      double small = Math.exp(-Math.abs((double) logits[k]));
      out[k] = (float) (small / ((1 + small) * (1 + small)));
    }
  }

  @Override
  public double logisticLoss(float[] logits, float[] labels, int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      double z = logits[k];
      sum += Math.max(z, 0) - labels[k] * z + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum;
  }

  @Override
  public void adamStep(
      AdamArrays arrays, int offset, float[] gradient, int gradientOffset, int length,
      AdamStep step) {
    float[] w = arrays.parameters();
    float[] m = arrays.means();
    float[] v = arrays.squares();
    for (int k = 0; k < length; k++) {
      int at = offset + k;
      float g = gradient[gradientOffset + k] + step.weightDecay() * w[at];
      m[at] = step.meanDecay() * m[at] + (1 - step.meanDecay()) * g;
      v[at] = step.squareDecay() * v[at] + (1 - step.squareDecay()) * g * g;
      float root = (float) Math.sqrt(v[at]) * step.rootScale() + step.epsilon();
      w[at] -= step.stepSize() * m[at] / root;
    }
  }

  @Override
  public MinibatchKernels minibatch() {
    return new ScalarMinibatchKernels();
  }

  @Override
  public MatrixTiles tiles() {
    return new ScalarMatrixTiles();
  }
}
