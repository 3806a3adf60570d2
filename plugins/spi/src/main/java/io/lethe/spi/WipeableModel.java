package io.lethe.spi;

import java.util.List;

/**
 * A model whose numbers can be wiped from memory when its version is gone for good. Optional: a model
 * that is none is left to the garbage collector.
 */
public interface WipeableModel extends RecommenderModel {

  /**
   * Every array that holds what was learnt and that another model may share: parameters, and what was
   * computed of them and is handed on. The host sets to zero those that no model still in use names, and
   * asks the model for nothing but its arrays after that; a call that is still running may then read
   * zeros, and its answer is thrown away.
   *
   * @return the arrays themselves, in any order; costs O(arrays)
   */
  List<float[]> learntArrays();

  /**
   * Arrays of bytes that were computed of what was learnt, such as rounded rows. The host treats them as
   * {@link #learntArrays}.
   */
  default List<byte[]> learntBytes() {
    return List.of();
  }
}
