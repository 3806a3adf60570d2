package io.lethe.spi;

import java.util.List;

/**
 * The blocks of a model's parameters, in the order in which vectors hold them.
 *
 * @param blocks at least one
 */
public record ParameterLayout(List<ParameterBlock> blocks) {

  public ParameterLayout {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a layout needs at least one block");
    }
  }

  /** Number of parameters in all blocks. */
  public long parameterCount() {
    return blocks.stream().mapToLong(block -> (long) block.rows() * block.width()).sum();
  }

  /** Position of the first block of a side, or -1 if there is none. */
  public int indexOf(ParameterBlock.Side side) {
    for (int b = 0; b < blocks.size(); b++) {
      if (blocks.get(b).side() == side) {
        return b;
      }
    }
    return -1;
  }
}
