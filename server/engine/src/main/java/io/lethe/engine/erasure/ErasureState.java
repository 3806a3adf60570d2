package io.lethe.engine.erasure;

/**
 * Where an erasure is; states only move forward and may leave some out. A ledger keeps {@code
 * HELD}, {@code RECEIVED}, {@code SOLVING}, {@code LIVE}, {@code COMPLETED}, {@code FAILED} and {@code
 * CANCELLED}; the others are told to watchers only.
 */
public enum ErasureState {
  /** Durably accepted and contained; waits for somebody else's approval, and has no position yet. */
  HELD,
  /** Durably accepted, and contained. */
  RECEIVED,
  /** A member of the batch that is being solved. */
  SOLVING,
  /** The batch's candidate is being checked. */
  VERIFYING,
  /** The batch is being solved by retraining. */
  RETRAINING,
  /** The new version is on disk and not yet active. */
  PUBLISHING,
  /** The new version answers; the old one drains, the interactions are being purged. */
  LIVE,
  /** Purged and receipted. Terminal. */
  COMPLETED,
  /** Given up; what was erased stays contained. Terminal. */
  FAILED,
  /** Taken back before solving; nothing is contained for it. Terminal. */
  CANCELLED;

  /** Whether nothing follows. */
  public boolean terminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** Whether a ledger keeps the state; the others are told to watchers only. */
  public boolean durable() {
    return this != VERIFYING && this != RETRAINING && this != PUBLISHING;
  }

  /** Whether a ledger keeps what an erasure names that no other one takes up. */
  boolean keepsTarget() {
    return this != COMPLETED && this != CANCELLED;
  }

  /** Whether a ledger keeps the tombstones of what the erasure names. */
  public boolean keepsTombstones() {
    return this != CANCELLED;
  }
}
