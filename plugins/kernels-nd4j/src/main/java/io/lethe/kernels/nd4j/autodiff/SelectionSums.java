package io.lethe.kernels.nd4j.autodiff;

import io.lethe.spi.ParameterSelection;

/** Gradients of passes scattered and added up in the selected rows, in double precision. Confined. */
final class SelectionSums {

  private final ParameterSelection selection;
  private final double[] sums;

  SelectionSums(ParameterSelection selection) {
    this.selection = selection;
    this.sums = new double[selection.length()];
  }

  /** Adds a multiple of one pass's gradients. */
  void add(TermChunk chunk, Slopes slopes, double factor) {
    int width = slopes.users().length / chunk.count();
    for (int k = 0; k < chunk.count(); k++) {
      addRow(NetworkParameters.USER_BLOCK, chunk.user(k), width, slopes.users(), k * width, factor);
      addRow(NetworkParameters.ITEM_BLOCK, chunk.item(k), width, slopes.items(), k * width, factor);
    }
    for (int l = 0; l < slopes.layers().size(); l++) {
      int block = NetworkParameters.FIRST_LAYER_BLOCK + l;
      int layerWidth = selection.layout().blocks().get(block).width();
      double[] layer = slopes.layers().get(l);
      for (int row = 0; row < layer.length / layerWidth; row++) {
        addRow(block, row, layerWidth, layer, row * layerWidth, factor);
      }
    }
  }

  private void addRow(int block, int row, int width, double[] from, int offset, double factor) {
    int position = selection.position(block, row);
    if (position < 0) {
      return;
    }
    int at = selection.offset(block) + position * width;
    for (int c = 0; c < width; c++) {
      sums[at + c] += factor * from[offset + c];
    }
  }

  /** Adds a multiple of one row of slopes, which is nothing for a row not selected. */
  void addRow(int block, int row, int width, float[] from, int offset, double factor) {
    int position = selection.position(block, row);
    if (position < 0) {
      return;
    }
    int at = selection.offset(block) + position * width;
    for (int c = 0; c < width; c++) {
      sums[at + c] += factor * from[offset + c];
    }
  }

  /** Writes the sums out. */
  void into(float[] out) {
    for (int k = 0; k < sums.length; k++) {
      out[k] = (float) sums[k];
    }
  }
}
