package io.lethe.engine.erasure;

import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid request on its way into the ledger.
 *
 * @param id what the erasure will be called, unless the request is known already
 * @param payloadDigest as in {@link ErasureFacts}
 * @param tombstones keyed digests of what is named, to be remembered for ever; 64 lower-case
 *     hexadecimal digits each
 * @param contained from then on its target is not served: before the ledger knows of it
 * @param expires by when it must be completed
 * @param extent how much it names
 * @param retries the failed erasure that it takes up; null for none
 * @param held whether it waits for somebody else's approval
 */
public record ErasureSubmission(
    ErasureId id, ErasureRequest request, String payloadDigest, List<String> tombstones,
    Instant received, Instant contained, Instant expires, Extent extent,
    @Nullable ErasureId retries, boolean held) {

  public ErasureSubmission {
    tombstones = List.copyOf(tombstones);
  }

  /** The same, contained since another moment. */
  public ErasureSubmission containedSince(Instant moment) {
    return new ErasureSubmission(
        id, request, payloadDigest, tombstones, received, moment, expires, extent, retries, held);
  }

  /** The same, waiting for an approval or not. */
  public ErasureSubmission held(boolean waits) {
    return new ErasureSubmission(
        id, request, payloadDigest, tombstones, received, contained, expires, extent, retries,
        waits);
  }

  /** What is to be forgotten. */
  public ErasureTarget target() {
    return request.target();
  }
}
