package io.lethe.kernels.nd4j.autodiff;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of a network: two tables, one row per user and per item, and dense layers.
 *
 * @param width floats in a user's and in an item's row
 * @param layers in the order in which parameters list them
 * @param features numbers that are known of each item and go in beside its row; 0 for none
 */
public record NetworkShape(int width, List<Layer> layers, int features) {

  /** Name of the users' block. */
  public static final String USERS = "user";

  /** Name of the items' block. */
  public static final String ITEMS = "item";

  public NetworkShape {
    if (width < 1) {
      throw new IllegalArgumentException("row width " + width + " is below 1 float");
    }
    if (features < 0) {
      throw new IllegalArgumentException("%d features of items are below 0".formatted(features));
    }
    layers = List.copyOf(layers);
    Set<String> names = new HashSet<>(Set.of(USERS, ITEMS));
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("two blocks are named " + layer.name());
      }
    }
  }

  /** Of rows and layers alone. */
  public NetworkShape(int width, List<Layer> layers) {
    this(width, layers, 0);
  }

  /**
   * A matrix shared by all pairs.
   *
   * @param name lower case with dashes, unique in its network
   * @param rows at least 1
   * @param width at least 1
   */
  public record Layer(String name, int rows, int width) {

    public Layer {
      if (rows < 1 || width < 1 || !name.matches("[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException("layer %s of %d x %d".formatted(name, rows, width));
      }
    }
  }
}
