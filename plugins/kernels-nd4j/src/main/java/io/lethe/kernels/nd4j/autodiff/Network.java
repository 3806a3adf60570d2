package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.loss.Loss;
import java.util.Arrays;
import java.util.List;

/**
 * A forward pass that can be differentiated. Passes run one at a time, whoever asks, in double
 * precision on one native thread: the same inputs give the same bits.
 *
 * <p>A pass costs about 2 ms however small, and beyond that some microseconds per pair for a
 * gradient and about one for logits alone; its native memory is freed before it returns.
 */
public final class Network {

  /** Most pairs in one pass: more would only need more memory at once. */
  public static final int PAIRS_MAX = 4096;

  private final NetworkShape shape;
  private final NativeCalls calls;
  private final CompiledGraph graph;

  /**
   * Builds the graph and compares its gradient with finite differences on a few made-up pairs. Takes
   * some tenths of a second, the first time in a JVM a second more.
   *
   * @throws IllegalArgumentException if the forward pass gathers, gives other than {@code [pairs,
   *     1]} logits, does not depend on some input, lets pairs depend on each other, or has a gradient
   *     that differs from the finite differences
   */
  public Network(NetworkShape shape, ForwardPass pass, NativeCalls calls) {
    this.shape = shape;
    this.calls = calls;
    this.graph = calls.run(() -> new CompiledGraph(shape, pass));
    new DerivativeCheck(this).run();
  }

  /** The parameters it takes. */
  public NetworkShape shape() {
    return shape;
  }

  /** Logits of the pairs. */
  public double[] logits(PairRows rows) {
    return calls.run(() -> graph.logits(rows));
  }

  /** Logits of the pairs and the gradient of their weighted losses and scores. */
  public Slopes slopes(PairRows rows, PairWeights weights) {
    return calls.run(() -> graph.slopes(rows, weights));
  }

  /**
   * Logits of the pairs and the gradient of their loss. One pass for the logistic loss, which is part
   * of the graph; any other one takes a pass for the logits before.
   *
   * @param labels one per pair
   * @param factor that the loss is multiplied with
   * @throws IllegalArgumentException if the pairs are not made of whole groups
   */
  public Slopes slopes(PairRows rows, GroupLoss loss, double[] labels, double factor) {
    double[] none = new double[rows.count()];
    if (loss.loss() == Loss.LOGISTIC) {
      double[] weights = new double[rows.count()];
      Arrays.fill(weights, factor);
      return slopes(rows, new PairWeights(weights, labels, none));
    }
    double[] weights = loss.slopes(logits(rows), labels);
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= factor;
    }
    return slopes(rows, new PairWeights(none, labels, weights));
  }

  /** Layers whose curvature has a Kronecker form. */
  List<DenseLayer> dense() {
    return graph.dense();
  }

  /** What goes into each of these layers, and the gradient in what comes out. */
  List<LayerSlopes> layerSlopes(PairRows rows, PairWeights weights) {
    return calls.run(() -> graph.layerSlopes(rows, weights));
  }
}
