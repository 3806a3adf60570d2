package io.lethe.kernels;

/**
 * A mutable table in one array, row major, as training holds it; the caller's, not copied.
 *
 * @param values {@code rows * width} floats
 * @param width floats per row
 */
public record DenseRows(float[] values, int width) {

  public DenseRows {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(values.length + " floats are not whole rows of " + width);
    }
  }
}
