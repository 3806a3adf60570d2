package io.lethe.spi;

import java.util.List;

/**
 * A float matrix in a checkpoint, row major, in chunks that follow each other.
 *
 * @param name unique in its artifact
 * @param rows number of rows
 * @param width floats per row
 * @param chunks together {@code rows * width} floats, each chunk whole rows; shared with the model
 *     and modified by nobody
 */
public record Tensor(String name, int rows, int width, List<float[]> chunks) {

  public Tensor {
    chunks = List.copyOf(chunks);
    long floats = 0;
    for (float[] chunk : chunks) {
      if (chunk.length % width != 0) {
        throw new IllegalArgumentException(
            "tensor %s: a chunk of %d floats is not whole rows of %d"
                .formatted(name, chunk.length, width));
      }
      floats += chunk.length;
    }
    if (floats != (long) rows * width) {
      throw new IllegalArgumentException(
          "tensor %s: %d floats for %d x %d".formatted(name, floats, rows, width));
    }
  }
}
