package io.lethe.engine.dsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import java.util.UUID;

/** Tells where data subject requests are. Thread-safe. */
final class SubjectRequestReader {

  private final SubjectRequestLedger ledger;
  private final ErasureCoordinator erasures;

  SubjectRequestReader(SubjectRequestLedger ledger, ErasureCoordinator erasures) {
    this.ledger = ledger;
    this.erasures = erasures;
  }

  /**
   * A request as it is now.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}
   */
  SubjectRequestState state(UUID id) {
    return state(
        ledger.find(id)
            .orElseThrow(
                () -> new LetheException(
                    ErrorKind.ERASURE_NOT_FOUND, "there is no subject request " + id)));
  }

  SubjectRequestState state(SubjectRequest request) {
    return SubjectRequestState.of(request, request.erasures().stream().map(erasures::get).toList());
  }
}
