package io.lethe.engine.dsr;

import io.lethe.engine.erasure.Erasure;
import java.util.List;

/**
 * A data subject request as it is now.
 *
 * @param erasures its parts, as they are now
 */
public record SubjectRequestState(
    SubjectRequest request, RequestStatus status, List<Erasure> erasures) {

  public SubjectRequestState {
    erasures = List.copyOf(erasures);
  }

  /** By the states of its parts. */
  static SubjectRequestState of(SubjectRequest request, List<Erasure> erasures) {
    return new SubjectRequestState(
        request, RequestStatus.of(erasures.stream().map(Erasure::state).toList()), erasures);
  }
}
