package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.DenseAlgebra;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;

/**
 * ND4J: faster products, but its first use loads and unpacks native libraries, which takes seconds.
 * Nothing of ND4J is loaded before {@link #invert} is called.
 *
 * @param calls the one gate to ND4J of this plugin
 */
record Nd4jInverse(NativeCalls calls, Workers workers) implements Factorizer.DenseInverse {

  @Override
  public void invert(double[] matrix, int n, Runnable between) {
    calls.run(() -> {
      // One thread inside each product: then the bits do not depend on how many there are.
      new DenseAlgebra(1).invertPositiveDefinite(matrix, n, workers, between);
      return matrix;
    });
  }

  @Override
  public String toString() {
    return "ND4J's inverse";
  }
}
