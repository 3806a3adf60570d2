package io.lethe.plugins.lightgcn;

import io.lethe.spi.ParameterSelection;

/** Vectors over some rows as vectors over all rows and back. */
final class SelectedRows {

  private SelectedRows() {}

  /** A vector over a selection as one over all rows, zero elsewhere. */
  static float[] embed(float[] vector, ParameterSelection selection, ParameterSelection all) {
    float[] embedded = new float[all.length()];
    for (int block = 0; block < all.layout().blocks().size(); block++) {
      int width = all.layout().blocks().get(block).width();
      for (int k = 0; k < selection.count(block); k++) {
        System.arraycopy(
            vector, selection.offset(block) + k * width, embedded,
            all.offset(block) + selection.row(block, k) * width, width);
      }
    }
    return embedded;
  }

  /** The selected rows of a vector over all. */
  static void pick(
      float[] vector, ParameterSelection all, ParameterSelection selection, float[] out) {
    for (int block = 0; block < all.layout().blocks().size(); block++) {
      int width = all.layout().blocks().get(block).width();
      for (int k = 0; k < selection.count(block); k++) {
        System.arraycopy(
            vector, all.offset(block) + selection.row(block, k) * width, out,
            selection.offset(block) + k * width, width);
      }
    }
  }
}
