package io.lethe.plugins.sasrec.attention;

import java.util.Arrays;

/**
 * One block: every row looks back at the latest rows, itself included, and goes through a small network.
 * With n the normalized rows,
 *
 * <pre>
 *   weight(t, j) = softmax over j of (n_t A n_j / sqrt(width) + distance(t - j)),  t - window < j <= t
 *   y_t = x_t + (sum over j of weight(t, j) n_j) V
 *   out_t = y_t + swish(normalized(y_t) W1 + b1) W2 + b2
 * </pre>
 *
 * <p>It keeps what its last forward pass came by, for the backward pass. Confined to one thread.
 */
final class AttentionBlock {

  private final int width;
  private final int window;
  private final int attention;
  private final int distance;
  private final int value;
  private final int inner;
  private final int outer;
  private final double root;

  private final Normalization before;
  private final Normalization between;
  private final double[] asked;
  private final double[] weights;
  private final double[] looked;
  private final double[] middle;
  private final double[] pre;
  private final double[] active;
  private final double[] some;
  private final double[] slopes;

  /**
   * A block.
   *
   * @param from where its layers begin among the numbers of all layers
   * @param rowsMax most rows that it is given
   */
  AttentionBlock(AttentionShape shape, int from, int rowsMax) {
    this.width = shape.width();
    this.window = shape.window();
    this.attention = from;
    this.distance = attention + width * width;
    this.value = distance + window;
    this.inner = value + width * width;
    this.outer = inner + (width + 1) * width;
    this.root = Math.sqrt(width);
    this.before = new Normalization(width, rowsMax);
    this.between = new Normalization(width, rowsMax);
    this.asked = new double[rowsMax * width];
    this.weights = new double[rowsMax * window];
    this.looked = new double[rowsMax * width];
    this.middle = new double[rowsMax * width];
    this.pre = new double[rowsMax * width];
    this.active = new double[rowsMax * width];
    this.some = new double[Math.max(width, window)];
    this.slopes = new double[rowsMax * width];
  }

  /**
   * Changes rows in place.
   *
   * @param count rows that there are
   * @param first the first row that is wanted; rows before it are only looked at, and stay
   */
  void forward(double[] layers, double[] x, int count, int first) {
    for (int t = earliest(first); t < count; t++) {
      before.forward(x, t);
    }
    for (int t = first; t < count; t++) {
      look(layers, t);
      int at = t * width;
      System.arraycopy(x, at, middle, at, width);
      Matrices.addProduct(looked, at, layers, value, width, width, middle, at);
      between.forward(middle, t);
      System.arraycopy(layers, inner + width * width, pre, at, width);
      Matrices.addProduct(between.rows(), at, layers, inner, width, width, pre, at);
      System.arraycopy(middle, at, x, at, width);
      for (int c = 0; c < width; c++) {
        active[at + c] = pre[at + c] * logistic(pre[at + c]);
        x[at + c] += layers[outer + width * width + c];
      }
      Matrices.addProduct(active, at, layers, outer, width, width, x, at);
    }
  }

  private int earliest(int t) {
    return Math.max(0, t - window + 1);
  }

  /** What a row sees: the mean of the rows that it looks at, by their weights. */
  private void look(double[] layers, int t) {
    double[] rows = before.rows();
    int at = t * width;
    Arrays.fill(asked, at, at + width, 0);
    Matrices.addProduct(rows, at, layers, attention, width, width, asked, at);
    int first = earliest(t);
    double most = Double.NEGATIVE_INFINITY;
    for (int j = first; j <= t; j++) {
      some[t - j] = Matrices.dot(asked, at, rows, j * width, width) / root
          + layers[distance + t - j];
      most = Math.max(most, some[t - j]);
    }
    double sum = 0;
    for (int k = 0; k <= t - first; k++) {
      some[k] = Math.exp(some[k] - most);
      sum += some[k];
    }
    Arrays.fill(looked, at, at + width, 0);
    for (int k = 0; k <= t - first; k++) {
      weights[t * window + k] = some[k] / sum;
      Matrices.addScaled(some[k] / sum, rows, (t - k) * width, looked, at, width);
    }
  }

  /**
   * Turns the slopes of what came out into those of what came in, in place, and adds those of the layers.
   *
   * @param count as in the forward pass
   * @param first as in the forward pass; what came out before it has no slopes
   */
  void backward(double[] layers, double[] out, int count, int first, double[] ofLayers) {
    Arrays.fill(slopes, earliest(first) * width, count * width, 0);
    for (int t = first; t < count; t++) {
      network(layers, out, t, ofLayers);
    }
    for (int t = first; t < count; t++) {
      attention(layers, out, t, ofLayers);
    }
    for (int t = earliest(first); t < count; t++) {
      before.backward(slopes, t, out);
    }
  }

  /** From the slopes of a row that came out to those of the row between. */
  private void network(double[] layers, double[] out, int t, double[] ofLayers) {
    int at = t * width;
    Matrices.addScaled(1, out, at, ofLayers, outer + width * width, width);
    Matrices.addOuter(active, at, width, out, at, width, ofLayers, outer);
    Arrays.fill(some, 0, width, 0);
    Matrices.addTransposed(out, at, layers, outer, width, width, some, 0);
    for (int c = 0; c < width; c++) {
      double s = logistic(pre[at + c]);
      some[c] *= s * (1 + pre[at + c] * (1 - s));
    }
    Matrices.addScaled(1, some, 0, ofLayers, inner + width * width, width);
    Matrices.addOuter(between.rows(), at, width, some, 0, width, ofLayers, inner);
    double[] normalized = asRow(t);
    Matrices.addTransposed(some, 0, layers, inner, width, width, normalized, at);
    between.backward(normalized, t, out);
  }

  /** Room for one row's slopes, zero; used up before the next row's. */
  private double[] asRow(int t) {
    Arrays.fill(middle, t * width, (t + 1) * width, 0);
    return middle;
  }

  /** From the slopes of a row between to those of the normalized rows that it looked at. */
  private void attention(double[] layers, double[] out, int t, double[] ofLayers) {
    double[] rows = before.rows();
    int at = t * width;
    Matrices.addOuter(looked, at, width, out, at, width, ofLayers, value);
    double[] seen = asRow(t);
    Matrices.addTransposed(out, at, layers, value, width, width, seen, at);
    int count = t - earliest(t) + 1;
    double mean = 0;
    for (int k = 0; k < count; k++) {
      some[k] = Matrices.dot(seen, at, rows, (t - k) * width, width);
      mean += weights[t * window + k] * some[k];
    }
    double[] ofAsked = pre;
    Arrays.fill(ofAsked, at, at + width, 0);
    for (int k = 0; k < count; k++) {
      double weight = weights[t * window + k];
      double slope = weight * (some[k] - mean);
      int j = (t - k) * width;
      ofLayers[distance + k] += slope;
      Matrices.addScaled(slope / root, rows, j, ofAsked, at, width);
      Matrices.addScaled(slope / root, asked, at, slopes, j, width);
      Matrices.addScaled(weight, seen, at, slopes, j, width);
    }
    Matrices.addOuter(rows, at, width, ofAsked, at, width, ofLayers, attention);
    Matrices.addTransposed(ofAsked, at, layers, attention, width, width, slopes, at);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
