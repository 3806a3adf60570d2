package io.lethe.plugins.ease;

import io.lethe.spi.DataShape;
import java.util.Optional;

/**
 * How many items a model may have. Of eight bytes an entry there are at once two matrices of a
 * training, the one of the version that serves meanwhile, the one that this version got by a fold of
 * what it learned, and the one that the next fold makes.
 *
 * @param heapBytes the most memory the JVM may take
 */
record MemoryBound(long heapBytes) {

  static final int ITEMS_MAX = 20_000;

  private static final double HEAP_PART = 0.75;
  private static final double BYTES_PER_ENTRY = 40;

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
        : "training beside a model that serves takes 40 bytes for every pair of items, and the JVM may take %d MiB"
            .formatted(heapBytes >> 20);
    return Optional.of(
        "%d items; ease takes at most %d here (%s): take ials, which has no such bound"
            .formatted(shape.items(), items(), why));
  }
}
