package io.lethe.engine.erasure;

import io.lethe.engine.model.VersionId;
import io.lethe.engine.work.Phase;
import java.time.Instant;
import java.util.List;

/**
 * What a ledger is told to do to one erasure, and what the erasure then remembers of it. {@link
 * Erasure#after} says which step may follow which state, and with what result.
 */
public sealed interface ErasureStep {

  /** The erasure. */
  ErasureId id();

  /** A step that changes the erasure alone; see {@link ErasureLedger#change}. */
  sealed interface Plain extends ErasureStep {

    /**
     * Whether the step may be lost with the power until the next synced transaction. True of steps
     * whose loss only makes the work be done again.
     */
    default boolean syncedLater() {
      return false;
    }
  }

  /** A step whose receipt enters the receipt log with it; see {@link ReceiptLedger#append}. */
  sealed interface Receipted extends ErasureStep {

    /** What attests the step. */
    Receipt receipt();
  }

  /** The erasure is withdrawn before solving. */
  record Cancelled(ErasureId id) implements Plain {}

  /**
   * An attempt at the erasure's batch begins.
   *
   * @param base the version to start from
   * @param attempt number of the attempt, from 1
   */
  record Begun(ErasureId id, VersionId base, int attempt) implements Plain {
    @Override
    public boolean syncedLater() {
      return true;
    }
  }

  /**
   * An attempt was ended on request, with the process in good health: it counts as not made.
   *
   * @param attempts how many were made before it
   */
  record AttemptForgotten(ErasureId id, int attempts) implements Plain {
    @Override
    public boolean syncedLater() {
      return true;
    }
  }

  /** The erasure is given up. */
  record Failed(
      ErasureId id, Instant contained, Failure failure, List<Phase> phases) implements Plain {

    public Failed {
      phases = List.copyOf(phases);
    }
  }

  /**
   * A version that has forgotten becomes the active one in the same transaction.
   *
   * @param unlearned when that is committed
   */
  record Live(
      ErasureId id, Instant contained, Instant unlearned, ErasureOutcome outcome,
      List<Phase> phases) implements ErasureStep {

    public Live {
      phases = List.copyOf(phases);
    }
  }

  /**
   * The erased data is gone everywhere that the receipt covers.
   *
   * @param unlearned when the version answered; replaces the time of the commit
   * @param purged when the interactions were gone from the log
   * @param phases all of them, replacing those told before
   */
  record Completed(
      ErasureId id, Instant unlearned, Instant purged, List<Phase> phases,
      Receipt receipt) implements Receipted {

    public Completed {
      phases = List.copyOf(phases);
    }
  }

  /** A failed erasure gets the receipt that its data stays contained. */
  record Attested(ErasureId id, Receipt receipt) implements Receipted {}
}
