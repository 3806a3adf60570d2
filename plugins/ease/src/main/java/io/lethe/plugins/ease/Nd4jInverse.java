package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.DenseAlgebra;

/**
 * ND4J: faster products, but its first use loads and unpacks native libraries, which takes seconds.
 * Nothing of ND4J is loaded before {@link #invert} is called.
 */
record Nd4jInverse(Workers workers) implements Factorizer.DenseInverse {

  @Override
  public void invert(double[] matrix, int n, Runnable between) {
    // One thread inside each product: then the bits do not depend on how many there are.
    new DenseAlgebra(1).invertPositiveDefinite(matrix, n, workers, between);
  }

  @Override
  public String toString() {
    return "ND4J's inverse";
  }
}
