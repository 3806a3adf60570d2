package io.lethe.plugins.sasrec;

import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.ParameterSelection;
import java.util.List;

/** Vectors over selected rows, from numbers for all parameters and back. */
final class Selected {

  private Selected() {}

  /** The selected ones. */
  static void pick(SasrecShape shape, Numbers all, ParameterSelection selection, float[] out) {
    each(shape, selection, all, (array, from, at, width) -> {
      for (int c = 0; c < width; c++) {
        out[at + c] = (float) array[from + c];
      }
    });
  }

  /** Numbers that are zero but for the selected rows. */
  static Numbers spread(
      SasrecShape shape, int items, ParameterSelection selection, float[] vector) {
    Numbers all = Numbers.zeros(shape, items);
    each(shape, selection, all, (array, from, at, width) -> {
      for (int c = 0; c < width; c++) {
        array[from + c] = vector[at + c];
      }
    });
    return all;
  }

  /** Is told where a row is among all numbers, and where in the vector. */
  @FunctionalInterface
  private interface Rows {
    void row(double[] array, int from, int at, int width);
  }

  private static void each(
      SasrecShape shape, ParameterSelection selection, Numbers all, Rows rows) {
    List<AttentionShape.Layer> layers = shape.attention().layers();
    for (int block = 0; block < selection.layout().blocks().size(); block++) {
      int width = selection.layout().blocks().get(block).width();
      int first = block == 0 ? 0 : layers.get(block - 1).from();
      double[] array = block == 0 ? all.items() : all.layers();
      for (int k = 0; k < selection.count(block); k++) {
        rows.row(
            array, first + selection.row(block, k) * width, selection.offset(block) + k * width,
            width);
      }
    }
  }
}
