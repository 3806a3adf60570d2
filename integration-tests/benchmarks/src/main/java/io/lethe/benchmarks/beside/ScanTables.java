package io.lethe.benchmarks.beside;

import io.lethe.kernels.EmbeddingTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows and queries of normally distributed numbers, the same for all that scan them.
 *
 * @param items as a server holds them
 * @param queries {@code count * width} floats
 */
record ScanTables(EmbeddingTable items, float[] queries, int count) {

  private static final int CHUNK_ROWS = 4096;

  /** Seeded ones. */
  static ScanTables random(int rows, int width, int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> chunks = new ArrayList<>();
    for (int row = 0; row < rows; row += CHUNK_ROWS) {
      chunks.add(normal(Math.min(CHUNK_ROWS, rows - row) * width, random));
    }
    return new ScanTables(
        EmbeddingTable.copyOf(rows, width, chunks), normal(count * width, random), count);
  }

  private static float[] normal(int count, SplittableRandom random) {
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Rows, then queries, row major in the machine's order of bytes. */
  void write(Path file) throws IOException {
    try (FileChannel out = FileChannel
        .open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (float[] page : items.pages()) {
        write(out, page);
      }
      write(out, queries);
    }
  }

  private static void write(FileChannel out, float[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES)
        .order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(numbers);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
