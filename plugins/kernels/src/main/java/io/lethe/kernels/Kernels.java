package io.lethe.kernels;

/**
 * Numeric primitives on {@code float[]}. Stateless and safe for concurrent use. Arrays are the
 * caller's; inputs are only read and must not overlap outputs unless a method says so.
 *
 * <p>One implementation gives the same bits for the same input on one machine; two implementations
 * differ by the order of additions, relative to the sum of absolute terms by about {@code 1e-6}.
 * <p>A range that leaves an array is an {@link IndexOutOfBoundsException}; outputs may by then have
 * been written in part.
 */
public interface Kernels {

  /** System property that forces an implementation: {@code scalar} or {@code vector}. */
  String PROPERTY = "lethe.kernels";

  /**
   * The fastest implementation this JVM can run, or the one {@value #PROPERTY} names.
   *
   * @throws IllegalStateException if the property names none that this JVM can run
   */
  static Kernels fastest() {
    return KernelsChooser.choose(System.getProperty(PROPERTY));
  }

  /** The reference: plain loops, available everywhere. */
  static Kernels scalar() {
    return new ScalarKernels();
  }

  /** Name for logs and benchmarks, such as {@code scalar} or {@code vector-512}. */
  String name();

  /** Sum of products of two stretches of {@code length} floats. */
  float dot(float[] left, int leftOffset, float[] right, int rightOffset, int length);

  /** Sum of squares, accumulated in double across blocks. */
  double sumOfSquares(float[] values, int offset, int length);

  /** {@code y += factor * x}. */
  void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int length);

  /** {@code x *= factor}. */
  void scale(float factor, float[] x, int offset, int length);

  /**
   * Products of one query with consecutive rows: {@code out[outOffset + k] = query . row k}.
   *
   * @param query {@code width} floats from {@code queryOffset}
   * @param rows {@code count * width} floats from {@code rowsOffset}, row major
   */
  void dots(
      float[] query, int queryOffset, int width, float[] rows, int rowsOffset, int count,
      float[] out, int outOffset);

  /**
   * Products of several queries with consecutive rows, each row read once for up to four queries:
   * {@code out[q * outStride + k] = query q . row k}, to the last bit as for one query.
   *
   * @param queries {@code queryCount * width} floats from {@code queriesOffset}
   * @param rows {@code count * width} floats from {@code rowsOffset}, row major
   * @param outStride at least {@code count}
   */
  void manyDots(
      float[] queries, int queriesOffset, int queryCount, int width, float[] rows, int rowsOffset,
      int count, float[] out, int outStride);

  /**
   * The first index from {@code from} on whose value is above a threshold, {@code to} if there is
   * none. NaN is above nothing.
   */
  int firstAbove(float[] values, int from, int to, float threshold);

  /**
   * Upper bounds of products with rows that were rounded to bytes: {@code out[k] = scales[scalesOffset +
   * k] * (query . codes of row k + slack)}, in any order of additions; positive infinity where that is
   * not a number.
   *
   * @param codes {@code count * width} bytes from {@code codesOffset}, row major
   */
  void bounds(
      float[] query, int queryOffset, int width, byte[] codes, int codesOffset, float[] scales,
      int scalesOffset, int count, float slack, float[] out);

  /** Whether {@link #bounds} of rows in memory are faster than their products. */
  boolean gainsByCodes(int width);

  /**
   * Products of one query with gathered rows: {@code out[k] = query . table[indices[k]]} for {@code
   * from <= k < to}.
   */
  void gatherDots(
      EmbeddingTable table, int[] indices, int from, int to, float[] query, int queryOffset,
      float[] out);

  /**
   * Adds a weighted sum of gathered rows to one row: {@code out[outOffset ..] += sum of weights[k] *
   * table[indices[k]]} for {@code from <= k < to}. Sums in blocks of {@link #SUM_BLOCK_ROWS}.
   */
  void gatherSum(
      EmbeddingTable table, int[] indices, float[] weights, int from, int to, float[] out,
      int outOffset);

  /**
   * Adds a weighted sum of gathered rows of a flat table to one row: {@code out[outOffset ..] +=
   * factor * sum of rowWeights[r] * row r} over {@code r = indices[k]}, {@code from <= k < to}. Sums
   * in blocks of {@link #SUM_BLOCK_ROWS}. The inner loop of a sparse product.
   *
   * @param rows row {@code r} is the {@code width} floats from {@code rowsOffset + r * width}
   * @param rowWeights one per row, not per index
   */
  void addWeightedRows(
      float[] rows, int rowsOffset, int width, int[] indices, int from, int to, float[] rowWeights,
      float factor, float[] out, int outOffset);

  /** Rows added up before a block is added to the output: bounds rounding in long sums. */
  int SUM_BLOCK_ROWS = 512;

  /**
   * Derivative of the logistic loss: {@code out[k] = s(logits[k]) - labels[k]}, {@code s} the
   * logistic function, without cancellation for labels 0 and 1. {@code out} may be an input.
   *
   * @param labels in 0..1
   */
  void logisticResidual(float[] logits, float[] labels, float[] out, int from, int to);

  /** Second derivative: {@code out[k] = s(1-s)}. {@code out} may be {@code logits}. */
  void logisticCurvature(float[] logits, float[] out, int from, int to);

  /** Sum of {@code log(1 + exp(z)) - y z}; absolute error below {@code 2e-7} a term. */
  double logisticLoss(float[] logits, float[] labels, int from, int to);

  /**
   * One Adam step (Kingma and Ba 2015, algorithm 1, in PyTorch's form) on {@code length} parameters
   * from {@code offset} in each of the three arrays.
   *
   * @param gradient of the loss, from {@code gradientOffset}
   */
  void adamStep(
      AdamArrays arrays, int offset, float[] gradient, int gradientOffset, int length,
      AdamStep step);

  /** The passes of minibatch training, of the same kind. */
  MinibatchKernels minibatch();

  /** The inner loop of dense algebra in double precision, of the same kind. */
  MatrixTiles tiles();
}
