package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, without personal data; fixed at acceptance, but for what an approval sets.
 *
 * @param requestId the caller's
 * @param payloadDigest HMAC-SHA-256 of the request's payload under the installation's secret, 64
 *     lower-case hexadecimal digits
 * @param position the erasure's place among its model's, from 1, without gaps; 0 while {@code HELD}
 * @param extent how much it named
 * @param retry the failed erasure that it takes up, or the one that takes it up
 * @param requester the principal that asked
 * @param expires by when it must be completed
 * @param approver the principal that approved it; null unless it was held and approved
 */
public record ErasureFacts(
    UUID requestId, String payloadDigest, ModelName model, long position, ErasureTarget.Kind kind,
    ErasureMethod requestedMethod, Extent extent, Retry retry, String requester, Instant expires,
    @Nullable String approver) {

  /** The same after an approval. */
  ErasureFacts approved(String by, long place) {
    return new ErasureFacts(
        requestId, payloadDigest, model, place, kind, requestedMethod, extent, retry, requester,
        expires, by);
  }

  /** The same, taken up by another erasure. */
  ErasureFacts retriedBy(ErasureId other) {
    return new ErasureFacts(
        requestId, payloadDigest, model, position, kind, requestedMethod, extent,
        new Retry(retry.of(), other), requester, expires, approver);
  }

  /** Whether it waits, or waited in vain, for an approval. */
  public boolean unapproved() {
    return position == 0;
  }

  /**
   * How much a request named when it was accepted.
   *
   * @param interactions of the model's that it named; 0 if it applies an earlier erasure again
   * @param ofModel how many the model had then; 0 if that is unknown
   */
  public record Extent(long interactions, long ofModel) {

    /** Of what is not counted. */
    public static final Extent UNCOUNTED = new Extent(0, 0);

    public Extent {
      if (interactions < 0 || ofModel < 0) {
        throw new IllegalArgumentException(
            "%d of %d interactions; 0 or more".formatted(interactions, ofModel));
      }
    }
  }

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
}
