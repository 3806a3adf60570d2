package io.lethe.engine.erasure;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;

/** What people may do to an erasure; every ledger asks within the transaction that does it. */
public final class ErasureTransitions {

  private ErasureTransitions() {}

  /**
   * Whether an approval changes anything.
   *
   * @return false if it was approved before
   * @throws LetheException as {@link ErasureLedger#approve}
   */
  public static boolean approvable(Erasure erasure, String approver) {
    if (erasure.facts().requester().equals(approver)) {
      throw new LetheException(
          ErrorKind.APPROVER_IS_REQUESTER,
          "erasure %s was asked for by the same principal".formatted(erasure.id()),
          Map.of("erasure", erasure.id().toString()));
    }
    boolean held = erasure.state() == ErasureState.HELD;
    boolean approved = erasure.facts().approver() != null
        && erasure.state() != ErasureState.CANCELLED;
    if (!held && !approved) {
      throw refused(ErrorKind.ERASURE_NOT_HELD, erasure);
    }
    return held;
  }

  /**
   * Whether a cancellation changes anything.
   *
   * @return false if it was cancelled before
   * @throws LetheException as {@link ErasureLedger#cancel}
   */
  public static boolean cancellable(Erasure erasure) {
    return switch (erasure.state()) {
      case HELD, RECEIVED -> true;
      case CANCELLED -> false;
      case SOLVING, VERIFYING, RETRAINING, CHECKPOINTED, LIVE, COMPLETED, FAILED ->
        throw refused(ErrorKind.ERASURE_NOT_CANCELLABLE, erasure);
    };
  }

  private static LetheException refused(ErrorKind kind, Erasure erasure) {
    return new LetheException(
        kind, "erasure %s is %s".formatted(erasure.id(), erasure.state()),
        Map.of("erasure", erasure.id().toString(), "state", erasure.state().name()));
  }
}
