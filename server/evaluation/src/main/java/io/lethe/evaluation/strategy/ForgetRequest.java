package io.lethe.evaluation.strategy;

import io.lethe.unlearning.ErasedEntities;

/**
 * What shall be forgotten.
 *
 * @param positions in the training columns, distinct, any order; copied
 * @param erased users and items that go as a whole; their interactions are among the positions
 */
public record ForgetRequest(int[] positions, ErasedEntities erased) {

  public ForgetRequest {
    positions = positions.clone();
  }

  /** A copy of the positions. */
  @Override
  public int[] positions() {
    return positions.clone();
  }
}
