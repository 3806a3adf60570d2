package io.lethe.engine.erasure;

import org.jspecify.annotations.Nullable;

/**
 * How an erasure is tied to others by retrying.
 *
 * @param of the failed erasure that it takes up; null if it was asked for
 * @param by the erasure that takes it up; null if none does
 */
public record Retry(@Nullable ErasureId of, @Nullable ErasureId by) {

  /** Of an erasure that neither retries another nor is retried. */
  public static final Retry NONE = new Retry(null, null);
}
