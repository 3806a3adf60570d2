package io.lethe.plugins.sasrec;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's parameters as they are kept: items and layers, in pages that versions share. Immutable.
 *
 * @param layers in the order of {@link AttentionShape#layers}
 */
record Tables(EmbeddingTable items, List<EmbeddingTable> layers) {

  Tables {
    layers = List.copyOf(layers);
  }

  /** Of numbers, rounded. */
  static Tables of(SasrecShape shape, Numbers numbers) {
    List<EmbeddingTable> layers = new ArrayList<>();
    for (AttentionShape.Layer layer : shape.attention().layers()) {
      layers.add(table(numbers.layers(), layer.from(), layer.end(), layer.width()));
    }
    return new Tables(table(numbers.items(), 0, numbers.items().length, shape.rowWidth()), layers);
  }

  private static EmbeddingTable table(double[] numbers, int from, int to, int width) {
    float[] rounded = new float[to - from];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = (float) numbers[from + k];
    }
    return EmbeddingTable.copyOf(rounded.length / width, width, List.of(rounded));
  }

  /** The same as numbers. O(parameters). */
  Numbers numbers() {
    double[] all = new double[items.rows() * items.width()];
    put(items, all, 0);
    return new Numbers(all, layerNumbers());
  }

  /** Those of the layers. */
  double[] layerNumbers() {
    double[] numbers = new double[layers.stream()
        .mapToInt(layer -> layer.rows() * layer.width())
        .sum()];
    int from = 0;
    for (EmbeddingTable layer : layers) {
      put(layer, numbers, from);
      from += layer.rows() * layer.width();
    }
    return numbers;
  }

  private static void put(EmbeddingTable table, double[] numbers, int from) {
    int next = from;
    for (float[] page : table.pages()) {
      for (float value : page) {
        numbers[next++] = value;
      }
    }
  }

  Tables plus(ParameterDelta delta) {
    List<EmbeddingTable> changed = new ArrayList<>();
    for (int block = 0; block <= layers.size(); block++) {
      changed.add(
          table(block)
              .plusRows(
                  delta.selection().rows(block), delta.amounts(), delta.selection().offset(block))
              .withZeroRows(delta.dropped().rows(block)));
    }
    return new Tables(changed.getFirst(), changed.subList(1, changed.size()));
  }

  void copy(ParameterSelection selection, float[] out) {
    for (int block = 0; block <= layers.size(); block++) {
      EmbeddingTable table = table(block);
      for (int k = 0; k < selection.count(block); k++) {
        table.copyRow(selection.row(block, k), out, selection.offset(block) + k * table.width());
      }
    }
  }

  /** By its number in the layout. */
  EmbeddingTable table(int block) {
    return block == 0 ? items : layers.get(block - 1);
  }
}
