package io.lethe.plugins.sasrec.attention;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the layers of blocks of attention are, and where each lies among the numbers of all.
 *
 * @param width numbers in a row
 * @param blocks one on the other
 * @param window the latest rows that a block looks back at, the row itself included
 */
public record AttentionShape(int width, int blocks, int window) {

  /**
   * A matrix that all rows share.
   *
   * @param from where it begins among the numbers of all layers
   */
  public record Layer(String name, int rows, int width, int from) {

    /** Where the next one begins. */
    public int end() {
      return from + rows * width;
    }
  }

  /** The row that comes before all others; then the layers of block after block. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    add(layers, "start", 1, width);
    for (int b = 0; b < blocks; b++) {
      add(layers, "attention-" + b, width, width);
      add(layers, "distance-" + b, window, 1);
      add(layers, "value-" + b, width, width);
      add(layers, "inner-" + b, width + 1, width);
      add(layers, "outer-" + b, width + 1, width);
    }
    return List.copyOf(layers);
  }

  private static void add(List<Layer> layers, String name, int rows, int width) {
    int from = layers.isEmpty() ? 0 : layers.getLast().end();
    layers.add(new Layer(name, rows, width, from));
  }

  /** Where the layers of a block begin; of the block after the last one, how many numbers there are. */
  public int blockFrom(int block) {
    return width + block * (2 * width * width + window + 2 * (width + 1) * width);
  }

  /** Numbers in all layers. */
  public int numbers() {
    return blockFrom(blocks);
  }

  /** The latest rows that a row can hang on. */
  public int reach() {
    return blocks * (window - 1) + 1;
  }
}
