package io.lethe.kernels.nd4j.autodiff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** How a score comes from a user's row, an item's row and dense layers: all that an author writes. */
@FunctionalInterface
public interface ForwardPass {

  /**
   * Adds the network to a graph. Called once per {@link Network}.
   *
   * <p>Each pair's score may depend on its own rows and the layers only, not on the pairs beside it.
   * Rows arrive gathered; the operations of the gather family are refused, because their gradients
   * are wrong in ND4J 1.0.0-M2.1.
   *
   * @param graph to which operations are added; all numbers are doubles
   * @param inputs rows and layers
   * @return logits, {@code [pairs, 1]}
   */
  SDVariable logits(SameDiff graph, Inputs inputs);
}
