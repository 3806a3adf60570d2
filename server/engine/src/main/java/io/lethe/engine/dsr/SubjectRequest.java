package io.lethe.engine.dsr;

import io.lethe.engine.erasure.ErasureId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An accepted data subject request, for ever. Holds no personal data.
 *
 * @param id the controller's, random
 * @param controller the principal that asked
 * @param payloadDigest HMAC-SHA-256 of what was asked under the installation's secret, 64
 *     lower-case hexadecimal digits
 * @param expires by when it must be completed
 * @param erasures one per model and identity that it was known under; empty if nobody knew them
 */
public record SubjectRequest(
    UUID id, String controller, String payloadDigest, Instant received, Instant expires,
    List<ErasureId> erasures) {

  public SubjectRequest {
    erasures = List.copyOf(erasures);
  }
}
