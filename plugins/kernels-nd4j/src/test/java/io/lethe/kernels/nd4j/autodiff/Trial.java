package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.List;
import java.util.SplittableRandom;
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
    return model(network, GroupLoss.LOGISTIC);
  }

  static Model model(Network network, GroupLoss loss) {
    SplittableRandom random = new SplittableRandom(11);
    NetworkShape shape = network.shape();
    List<EmbeddingTable> layers = shape.layers()
        .stream()
        .map(layer -> table(random, layer.rows(), layer.width()))
        .toList();
    return new Model(
        network,
        new NetworkParameters(
            table(random, USERS, shape.width()), table(random, ITEMS, shape.width()), layers),
        loss);
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

  /** Each interaction is a term, positive if its value is 1; the items after its own are drawn. */
  static final class Model extends AutodiffModel {

    private final GroupLoss loss;

    Model(Network network, NetworkParameters parameters) {
      this(network, parameters, GroupLoss.LOGISTIC);
    }

    Model(Network network, NetworkParameters parameters, GroupLoss loss) {
      super(network, parameters, 0, loss);
      this.loss = loss;
    }

    GroupLoss loss() {
      return loss;
    }

    @Override
    protected LossColumns terms(InteractionView view) {
      Interactions all = view.all();
      int[] positions = view.positions();
      int size = loss.size();
      LossColumns columns = new LossColumns(
          new int[positions.length * size], new int[positions.length * size],
          new float[positions.length * size]);
      for (int k = 0; k < columns.size(); k++) {
        int position = positions[k / size];
        columns.users()[k] = all.user(position);
        columns.items()[k] = (all.item(position) + k % size) % ITEMS;
        columns.labels()[k] = k % size == 0 ? all.value(position) : 0;
      }
      return columns;
    }

    @Override
    protected AutodiffModel with(NetworkParameters changed) {
      return new Model(network(), changed, loss);
    }
  }
}
