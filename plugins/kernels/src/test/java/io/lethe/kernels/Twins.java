package io.lethe.kernels;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Both implementations and seeded data for their tests. */
final class Twins {

  /** Relative to the sum of absolute terms. */
  static final double TOLERANCE = 2e-6;

  private Twins() {}

  /** The reference and the vector twin; fails where the latter cannot run. */
  static List<Kernels> both() {
    return List.of(Kernels.scalar(), vector());
  }

  static Kernels vector() {
    return KernelsChooser.choose("vector");
  }

  /** Lengths around every multiple of a lane count. */
  static Stream<Integer> awkwardSizes() {
    return IntStream
        .concat(
            IntStream.rangeClosed(1, 70), IntStream.of(95, 127, 128, 129, 130, 191, 256, 257, 300))
        .boxed();
  }

  static float[] floats(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  static int[] ints(long seed, int count, int bound) {
    return new SplittableRandom(seed).ints(count, 0, bound).toArray();
  }

  static EmbeddingTable table(long seed, int rows, int width) {
    return EmbeddingTable.copyOf(rows, width, List.of(floats(seed, rows * width)));
  }
}
