package io.lethe.kernels.nd4j.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * The row slopes of all of a view's terms, each chunk computed when it is first wanted and kept: an
 * iteration over products then costs no pass through the network after the first. Safe for
 * concurrent use.
 */
final class RowJacobian {

  /** A view that needs more than this is computed anew for each product. */
  private static final long BYTES_MAX = 512L << 20;

  private final Network network;
  private final @Nullable RowSlopes[] chunks;

  RowJacobian(Network network, int terms) {
    this.network = network;
    long bytes = 2L * Float.BYTES * network.shape().width() * terms;
    int count = bytes > BYTES_MAX ? 0 : Math.ceilDiv(terms, Network.PAIRS_MAX);
    this.chunks = new RowSlopes[count];
  }

  /** Whether chunks are kept. */
  boolean keeps() {
    return chunks.length > 0;
  }

  /** The slopes of the chunk of that number. */
  synchronized RowSlopes of(int number, TermChunk chunk) {
    RowSlopes slopes = chunks[number];
    if (slopes == null) {
      slopes = RowSlopes.of(network, chunk);
      chunks[number] = slopes;
    }
    return slopes;
  }
}
