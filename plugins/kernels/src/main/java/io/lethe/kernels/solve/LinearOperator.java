package io.lethe.kernels.solve;

/** A square matrix known by its products. */
public interface LinearOperator {

  /** Length of vectors in and out. */
  int length();

  /**
   * {@code out = A in}.
   *
   * @param in {@code length()} floats; only read
   * @param out another array of the caller's, as long; overwritten
   */
  void apply(float[] in, float[] out);
}
