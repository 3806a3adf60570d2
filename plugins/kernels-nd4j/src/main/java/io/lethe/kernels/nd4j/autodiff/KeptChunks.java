package io.lethe.kernels.nd4j.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all of a view's terms, each chunk computed when it is first wanted and kept: an
 * iteration over products then costs no pass through the network after the first. Safe for
 * concurrent use.
 *
 * @param <T> what a chunk gives
 */
final class KeptChunks<T> {

  /** A view that needs more than this is computed anew for each product. */
  private static final long BYTES_MAX = 512L << 20;

  private final Function<TermChunk, T> compute;
  private final List<@Nullable T> chunks;

  /**
   * Nothing computed yet.
   *
   * @param floats that are kept of each term, here and beside it
   * @param chunk terms of each, but the last
   */
  KeptChunks(int terms, int floats, int chunk, Function<TermChunk, T> compute) {
    this.compute = compute;
    long bytes = (long) Float.BYTES * floats * terms;
    int count = bytes > BYTES_MAX ? 0 : Math.ceilDiv(terms, chunk);
    this.chunks = new ArrayList<>(Collections.nCopies(count, null));
  }

  /** Whether chunks are kept. */
  boolean keeps() {
    return !chunks.isEmpty();
  }

  /** What the chunk of that number gives. */
  synchronized T of(int number, TermChunk chunk) {
    T kept = chunks.get(number);
    if (kept == null) {
      kept = compute.apply(chunk);
      chunks.set(number, kept);
    }
    return kept;
  }
}
