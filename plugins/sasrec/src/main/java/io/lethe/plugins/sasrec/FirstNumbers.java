package io.lethe.plugins.sasrec;

import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.objective.CoupledRandom;
import java.util.List;

/** Parameters that a training begins with: hashes of the seed and of what they are for. */
final class FirstNumbers {

  /** Attention begins nearly even, and what a block adds small beside what it was given. */
  private static final double CALM = 0.5;

  private FirstNumbers() {}

  static Numbers of(SasrecShape shape, EntityKeys keys, float deviation) {
    CoupledRandom random = shape.terms().random();
    Numbers numbers = Numbers.zeros(shape, keys.itemCount());
    float[] row = new float[shape.width()];
    for (int item = 0; item < keys.itemCount(); item++) {
      random.row(Side.ITEM, keys.item(item), deviation, row, 0, row.length);
      put(row, row.length, numbers.items(), item * shape.rowWidth());
    }
    List<AttentionShape.Layer> layers = shape.attention().layers();
    for (int number = 0; number < layers.size(); number++) {
      fill(shape, layers.get(number), number, random, deviation, numbers.layers());
    }
    return numbers;
  }

  private static void fill(
      SasrecShape shape, AttentionShape.Layer layer, int number, CoupledRandom random,
      float deviation, double[] numbers) {
    int width = shape.width();
    // Biases and distances, which are no matrices of that width, begin at 0.
    int drawn = layer.width() == width ? Math.min(layer.rows(), width) * width : 0;
    double spread = number == 0 ? deviation : CALM / Math.sqrt(width);
    float[] values = new float[drawn];
    random.row(Side.SHARED, number, (float) spread, values, 0, drawn);
    put(values, drawn, numbers, layer.from());
  }

  private static void put(float[] from, int count, double[] to, int at) {
    for (int c = 0; c < count; c++) {
      to[at + c] = from[c];
    }
  }
}
