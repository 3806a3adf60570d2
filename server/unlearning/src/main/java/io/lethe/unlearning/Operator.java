package io.lethe.unlearning;

import io.lethe.kernels.solve.LinearOperator;
import java.util.function.BiConsumer;

/**
 * A linear operator from a function.
 *
 * @param length of vectors in and out
 * @param product reads its first argument and overwrites its second
 */
record Operator(int length, BiConsumer<float[], float[]> product) implements LinearOperator {

  @Override
  public void apply(float[] in, float[] out) {
    product.accept(in, out);
  }
}
