package io.lethe.kernels.nd4j.autodiff;

import java.util.List;

/**
 * The inputs of one pass through a network. Arrays are the maker's; a pass only reads them.
 *
 * @param count pairs, 1 .. {@link Network#PAIRS_MAX}
 * @param users at least {@code count * width} doubles, pair after pair
 * @param items likewise
 * @param features at least {@code count * features} doubles, what is known of the pairs' items
 * @param layers row major, one array per layer of the shape
 */
public record PairRows(
    int count, double[] users, double[] items, double[] features, List<double[]> layers) {

  public PairRows {
    if (count < 1 || count > Network.PAIRS_MAX) {
      throw new IllegalArgumentException(
          "%d pairs are outside 1..%d".formatted(count, Network.PAIRS_MAX));
    }
    layers = List.copyOf(layers);
  }

  /** Of a network without features. */
  public PairRows(int count, double[] users, double[] items, List<double[]> layers) {
    this(count, users, items, new double[0], layers);
  }
}
