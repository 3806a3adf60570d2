package io.lethe.kernels.nd4j.autodiff;

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

  /** Layers whose curvature has a Kronecker form. */
  List<DenseLayer> dense() {
    return graph.dense();
  }

  /** What goes into each of these layers, and the gradient in what comes out. */
  List<LayerSlopes> layerSlopes(PairRows rows, PairWeights weights) {
    return calls.run(() -> graph.layerSlopes(rows, weights));
  }
}
