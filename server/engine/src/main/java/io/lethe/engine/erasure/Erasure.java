package io.lethe.engine.erasure;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request to forget. Holds no personal data.
 *
 * @param receipt null until {@code COMPLETED}
 */
public record Erasure(
    ErasureId id, ErasureFacts facts, ErasureProgress progress, @Nullable Receipt receipt) {

  /** Where it is. */
  public ErasureState state() {
    return progress.state();
  }
}
