package io.lethe.kernels.nd4j.autodiff;

import java.util.List;

/**
 * What one gradient pass gives; its reader may keep and change the arrays.
 *
 * @param logits one per pair
 * @param users gradient in each pair's user row, {@code count * width}, pair after pair
 * @param items the same for items
 * @param layers gradient in each layer, summed over the pairs
 */
public record Slopes(double[] logits, double[] users, double[] items, List<double[]> layers) {

  public Slopes {
    layers = List.copyOf(layers);
  }
}
