package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.SparseRows;

/**
 * The linear map of LightGCN, {@code P = mean of A^k over k = 0 .. layers} (He et al. 2020, equation
 * 8 and 11 with equal layer weights), which is symmetric: its adjoint is itself. Evaluated by
 * Horner's rule, {@code layers} sparse products of {@code 2 * edges} entries. Each row is written by
 * one chunk: the same bits whatever the number of threads. Immutable.
 */
final class Propagation {

  private static final int CHUNKS = 24;

  /** Fewest entries worth a chunk: about 20 microseconds. */
  private static final int CHUNK_ENTRIES_MIN = 2048;

  /** A row costs as much as so many entries beside its own. */
  private static final int ROW_ENTRIES = 2;

  private final Graph graph;
  private final int layers;
  private final Kernels kernels;
  private final int[] userBounds;
  private final int[] itemBounds;

  Propagation(Graph graph, int layers, Kernels kernels) {
    this.graph = graph;
    this.layers = layers;
    this.kernels = kernels;
    this.userBounds = bounds(graph.users());
    this.itemBounds = bounds(graph.items());
  }

  /** Rows cut into chunks of about equal cost. */
  private static int[] bounds(SparseRows rows) {
    long cost = rows.columns().length + (long) ROW_ENTRIES * rows.rows();
    int chunks = Math.clamp(cost / CHUNK_ENTRIES_MIN, 1, CHUNKS);
    int[] bounds = new int[chunks + 1];
    int row = 0;
    for (int c = 1; c < chunks; c++) {
      long upTo = cost * c / chunks;
      while (row < rows.rows() && rows.starts()[row] + (long) ROW_ENTRIES * row < upTo) {
        row++;
      }
      bounds[c] = row;
    }
    bounds[chunks] = rows.rows();
    return bounds;
  }

  Graph graph() {
    return graph;
  }

  /**
   * {@code out = P in}.
   *
   * @param in only read
   * @param out overwritten; another array
   * @param scratch overwritten, a third array; not touched with a single layer
   */
  void apply(Phases phases, NodeVectors in, NodeVectors out, NodeVectors scratch) {
    NodeVectors current = in;
    for (int layer = 1; layer <= layers; layer++) {
      NodeVectors next = (layers - layer) % 2 == 0 ? out : scratch;
      step(phases, in, current, next, layer == layers ? 1f / (layers + 1) : 1);
      current = next;
    }
  }

  /** {@code next = factor * (in + A current)}. */
  private void step(
      Phases phases, NodeVectors in, NodeVectors current, NodeVectors next, float factor) {
    int userChunks = userBounds.length - 1;
    phases.run(userChunks + itemBounds.length - 1, chunk -> {
      if (chunk < userChunks) {
        int from = userBounds[chunk];
        int to = userBounds[chunk + 1];
        scaled(
            in.users(), in.userOffset(), next.users(), next.userOffset(), from, to, in.width(),
            factor);
        graph.users()
            .addProduct(
                kernels, from, to, graph.userWeights(), factor, graph.itemWeights(),
                current.items(), current.itemOffset(), in.width(), next.users(), next.userOffset());
      } else {
        int from = itemBounds[chunk - userChunks];
        int to = itemBounds[chunk - userChunks + 1];
        scaled(
            in.items(), in.itemOffset(), next.items(), next.itemOffset(), from, to, in.width(),
            factor);
        graph.items()
            .addProduct(
                kernels, from, to, graph.itemWeights(), factor, graph.userWeights(),
                current.users(), current.userOffset(), in.width(), next.items(), next.itemOffset());
      }
    });
  }

  private void scaled(
      float[] in, int inOffset, float[] out, int outOffset, int from, int to, int width,
      float factor) {
    int length = (to - from) * width;
    System.arraycopy(in, inOffset + from * width, out, outOffset + from * width, length);
    if (factor != 1) {
      kernels.scale(factor, out, outOffset + from * width, length);
    }
  }
}
