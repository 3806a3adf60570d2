package io.lethe.plugins.ease;

import io.lethe.spi.DataShape;
import java.util.Optional;

/**
 * How many items a model may have: a training holds two matrices of eight bytes an entry, beside the
 * one of the model that serves meanwhile.
 *
 * @param heapBytes the most memory the JVM may take
 */
record MemoryBound(long heapBytes) {

  static final int ITEMS_MAX = 20_000;

  private static final double HEAP_PART = 0.75;
  private static final double BYTES_PER_ENTRY = 24;

  static MemoryBound ofThisJvm() {
    return new MemoryBound(Runtime.getRuntime().maxMemory());
  }

  int items() {
    return (int) Math.min(ITEMS_MAX, Math.sqrt(HEAP_PART * heapBytes / BYTES_PER_ENTRY));
  }

  Optional<String> refusal(DataShape shape) {
    if (shape.items() <= items()) {
      return Optional.empty();
    }
    String why = items() == ITEMS_MAX
        ? "this family holds a number for every pair of items"
        : "training beside a model that serves takes 24 bytes for every pair of items, and the JVM may take %d MiB"
            .formatted(heapBytes >> 20);
    return Optional.of(
        "%d items; ease takes at most %d here (%s): take ials, which has no such bound"
            .formatted(shape.items(), items(), why));
  }
}
