package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** How long the disk takes to keep four kilobytes at a file's end: the least that is durable. */
record DiskSync(Path file) {

  private static final int BYTES = 4096;
  private static final int TIMES = 50;

  Map<String, Double> take() throws IOException {
    long[] nanos = new long[TIMES];
    try (FileChannel out = FileChannel
        .open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int k = 0; k < TIMES; k++) {
        long begin = System.nanoTime();
        int _ = out.write(ByteBuffer.allocate(BYTES));
        out.force(false);
        nanos[k] = System.nanoTime() - begin;
      }
    }
    return Map.of("ms", new Latencies(nanos).millis(.5));
  }
}
