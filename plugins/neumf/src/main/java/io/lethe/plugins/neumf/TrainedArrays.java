package io.lethe.plugins.neumf;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.kernels.nd4j.autodiff.NetworkShape;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.OptionValues;
import io.lethe.training.objective.CoupledRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters while they are trained. Mutable, confined to one training run.
 *
 * @param shape of the network
 * @param users row major
 * @param items row major
 * @param layers row major, in the order of the network's list
 */
record TrainedArrays(NetworkShape shape, float[] users, float[] items, List<float[]> layers) {

  /** Weights of a layer are random, its bias starts at zero. */
  private static final String BIAS_SUFFIX = "-bias";

  /** Random rows, and layers by the rule of Glorot and Bengio (AISTATS 2010), each from its name. */
  static TrainedArrays fresh(
      NetworkShape shape, EntityKeys keys, float deviation, CoupledRandom random) {
    int width = shape.width();
    float[] users = new float[floats("users", keys.userCount(), width)];
    float[] items = new float[floats("items", keys.itemCount(), width)];
    for (int u = 0; u < keys.userCount(); u++) {
      random.row(Side.USER, keys.user(u), deviation, users, u * width, width);
    }
    for (int i = 0; i < keys.itemCount(); i++) {
      random.row(Side.ITEM, keys.item(i), deviation, items, i * width, width);
    }
    List<float[]> layers = new ArrayList<>();
    for (int k = 0; k < shape.layers().size(); k++) {
      layers.add(layer(shape.layers().get(k), k, random));
    }
    return new TrainedArrays(shape, users, items, layers);
  }

  /** A model's parameters, copied. */
  static TrainedArrays copyOf(NetworkShape shape, NetworkParameters parameters) {
    return new TrainedArrays(
        shape, values(parameters.users()), values(parameters.items()),
        parameters.layers().stream().map(TrainedArrays::values).toList());
  }

  /** A table as one array; copied. */
  static float[] values(EmbeddingTable table) {
    float[] values = new float[table.rows() * table.width()];
    for (int row = 0; row < table.rows(); row++) {
      table.copyRow(row, values, row * table.width());
    }
    return values;
  }

  private static float[] layer(Layer layer, int number, CoupledRandom random) {
    float[] values = new float[layer.rows() * layer.width()];
    if (!layer.name().endsWith(BIAS_SUFFIX)) {
      float deviation = (float) Math.sqrt(2.0 / (layer.rows() + layer.width()));
      random.row(Side.SHARED, number, deviation, values, 0, values.length);
    }
    return values;
  }

  private static int floats(String what, int rows, int width) {
    long floats = (long) rows * width;
    if (floats > Integer.MAX_VALUE - 8) {
      throw OptionValues.refusal(
          "%d %s with %d floats each are %d floats; a table holds at most %d"
              .formatted(rows, what, width, floats, Integer.MAX_VALUE - 8));
    }
    return (int) floats;
  }

  /** All blocks: users, items, layers. */
  List<float[]> blocks() {
    List<float[]> blocks = new ArrayList<>(List.of(users, items));
    blocks.addAll(layers);
    return blocks;
  }

  /** A copy that later training does not change. */
  TrainedArrays copy() {
    return new TrainedArrays(
        shape, users.clone(), items.clone(), layers.stream().map(float[]::clone).toList());
  }

  /** Takes over the values of parameters of the same shape. */
  void copyFrom(TrainedArrays other) {
    List<float[]> from = other.blocks();
    List<float[]> to = blocks();
    for (int b = 0; b < to.size(); b++) {
      System.arraycopy(from.get(b), 0, to.get(b), 0, to.get(b).length);
    }
  }

  /** The values as immutable tables in pages of their own. */
  NetworkParameters paged() {
    List<EmbeddingTable> tables = new ArrayList<>();
    for (int k = 0; k < layers.size(); k++) {
      tables.add(table(layers.get(k), shape.layers().get(k).width()));
    }
    return new NetworkParameters(table(users, shape.width()), table(items, shape.width()), tables);
  }

  private static EmbeddingTable table(float[] values, int width) {
    return EmbeddingTable.copyOf(values.length / width, width, List.of(values));
  }
}
