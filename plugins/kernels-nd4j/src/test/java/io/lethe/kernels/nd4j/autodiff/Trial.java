package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A few users, items and interactions, and models over them with random parameters. */
final class Trial {

  static final int USERS = 5;
  static final int ITEMS = 4;
  static final int PAIRS = 14;

  private Trial() {}

  static InteractionView interactions(int pairs) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[pairs];
    for (int k = 0; k < pairs; k++) {
      values[k] = random.nextInt(2);
    }
    EntityKeys keys = new EntityKeys(
        LongStream.range(0, USERS).toArray(), LongStream.range(0, ITEMS).toArray());
    return InteractionView.of(
        new Interactions(
            keys, random.ints(pairs, 0, USERS).toArray(), random.ints(pairs, 0, ITEMS).toArray(),
            values));
  }

  static Model model(Network network) {
    SplittableRandom random = new SplittableRandom(11);
    NetworkShape shape = network.shape();
    List<EmbeddingTable> layers = shape.layers()
        .stream()
        .map(layer -> table(random, layer.rows(), layer.width()))
        .toList();
    return new Model(
        network, new NetworkParameters(
            table(random, USERS, shape.width()), table(random, ITEMS, shape.width()), layers));
  }

  private static EmbeddingTable table(SplittableRandom random, int rows, int width) {
    return EmbeddingTable.copyOf(rows, width, List.of(vector(random, rows * width)));
  }

  static float[] vector(SplittableRandom random, int length) {
    float[] vector = new float[length];
    for (int k = 0; k < length; k++) {
      vector[k] = (float) (0.7 * random.nextGaussian());
    }
    return vector;
  }

  /** Each interaction is one term, positive if its value is 1. */
  static final class Model extends AutodiffModel {

    Model(Network network, NetworkParameters parameters) {
      super(network, parameters, 0);
    }

    @Override
    protected LossColumns terms(InteractionView view) {
      Interactions all = view.all();
      int[] positions = view.positions();
      float[] labels = new float[positions.length];
      for (int k = 0; k < labels.length; k++) {
        labels[k] = all.value(positions[k]);
      }
      return new LossColumns(
          IntStream.of(positions).map(all::user).toArray(),
          IntStream.of(positions).map(all::item).toArray(), labels);
    }

    @Override
    protected AutodiffModel with(NetworkParameters changed) {
      return new Model(network(), changed);
    }
  }
}
