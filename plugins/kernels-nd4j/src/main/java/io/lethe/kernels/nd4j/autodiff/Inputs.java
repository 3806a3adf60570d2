package io.lethe.kernels.nd4j.autodiff;

import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What a forward pass computes from.
 *
 * @param users rows of the pairs' users, {@code [pairs, width]}
 * @param items rows of the pairs' items, {@code [pairs, width]}
 * @param itemFeatures features of the pairs' items, {@code [pairs, features]}; empty for a network without.
 *     They are data: nothing is differentiated in them
 * @param layers dense layers by name, {@code [rows, width]} each
 */
public record Inputs(
    SDVariable users, SDVariable items, Optional<SDVariable> itemFeatures,
    Map<String, SDVariable> layers) {

  public Inputs {
    layers = Map.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @throws IllegalArgumentException if the shape names no such layer
   */
  public SDVariable layer(String name) {
    SDVariable layer = layers.get(name);
    if (layer == null) {
      throw new IllegalArgumentException("no layer " + name + " among " + layers.keySet());
    }
    return layer;
  }
}
