package io.lethe.plugins.embeddings;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import io.lethe.training.objective.ModelShape;

/**
 * Which bias coordinates belong to the imported model. Rows have one on either side, because the logit's
 * offset lies there; where the model that was trained elsewhere has none, it is held still.
 *
 * @param user whether users' biases are held
 * @param item whether items' biases are held
 */
record HeldBiases(boolean user, boolean item) {

  /** Whether nothing is held. */
  boolean isEmpty() {
    return !user && !item;
  }

  /** The held coordinate of a block's rows, -1 for none. */
  int coordinate(int block, int width) {
    if (block == ModelShape.USER_BLOCK) {
      return user ? userBias(width) : -1;
    }
    return item ? itemBias(width) : -1;
  }

  /** Where a user's row has its bias. */
  static int userBias(int width) {
    return width - 2;
  }

  /** Where an item's row has its bias. */
  static int itemBias(int width) {
    return width - 1;
  }

  /** Sets held coordinates of a vector to 0. */
  void clear(ParameterSelection selection, float[] vector) {
    for (int b = 0; b < selection.layout().blocks().size(); b++) {
      ParameterBlock block = selection.layout().blocks().get(b);
      int held = coordinate(b, block.width());
      int end = selection.offset(b + 1);
      for (int k = selection.offset(b) + held; held >= 0 && k < end; k += block.width()) {
        vector[k] = 0;
      }
    }
  }

  /** Sets the held row and column of a block's square matrix to 0. */
  void clear(int block, double[] matrix, int width) {
    int held = coordinate(block, width);
    for (int c = 0; held >= 0 && c < width; c++) {
      matrix[held * width + c] = 0;
      matrix[c * width + held] = 0;
    }
  }
}
