package io.lethe.kernels.solve;

/** The preconditioner that does nothing. */
record IdentityOperator(int length) implements LinearOperator {

  @Override
  public void apply(float[] in, float[] out) {
    System.arraycopy(in, 0, out, 0, length);
  }
}
