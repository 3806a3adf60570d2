package io.lethe.training;

import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.training.objective.ModelShape;

/** Holds the constant coordinates of rows with biases out of derivatives and changes. */
public final class FrozenCoordinates {

  private FrozenCoordinates() {}

  /** Sets the frozen coordinate of each selected row to 0. */
  public static void clear(ModelShape shape, ParameterSelection selection, float[] vector) {
    clear(shape, selection, ModelShape.USER_BLOCK, vector);
    clear(shape, selection, ModelShape.ITEM_BLOCK, vector);
  }

  private static void clear(
      ModelShape shape, ParameterSelection selection, int block, float[] vector) {
    int width = selection.layout().blocks().get(block).width();
    int frozen = shape.frozen(selection.layout().blocks().get(block).side(), width);
    if (frozen >= 0) {
      int at = selection.offset(block) + frozen;
      for (int k = 0; k < selection.count(block); k++, at += width) {
        vector[at] = 0;
      }
    }
  }

  /** Sets a side's frozen row and column of a square matrix to 0. */
  public static void clear(ModelShape shape, Side side, double[] matrix, int width) {
    int frozen = shape.frozen(side, width);
    if (frozen >= 0) {
      for (int c = 0; c < width; c++) {
        matrix[frozen * width + c] = 0;
        matrix[c * width + frozen] = 0;
      }
    }
  }
}
