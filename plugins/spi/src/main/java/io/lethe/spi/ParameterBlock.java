package io.lethe.spi;

/**
 * One matrix of parameters.
 *
 * @param name unique in its layout; also the tensor's name in a checkpoint
 * @param side whose rows these are
 * @param rows number of rows
 * @param width floats per row
 * @param l2 weight of {@code l2/2 * |row|^2} in the training objective, once per row; 0 for none
 */
public record ParameterBlock(String name, Side side, int rows, int width, float l2) {

  /** Whose rows a block holds. */
  public enum Side {
    /** One row per user. */
    USER,
    /** One row per item. */
    ITEM,
    /** Shared by all interactions, such as a dense layer. */
    SHARED
  }

  public ParameterBlock {
    if (rows < 0 || width < 1 || !(l2 >= 0)) {
      throw new IllegalArgumentException(
          "block %s: %d rows, width %d, l2 %s".formatted(name, rows, width, l2));
    }
  }
}
