package io.lethe.engine.learning;

import java.time.Duration;

/**
 * Keeps learning to one part in {@value #PARTS} of the time, but for a second of it that may be taken
 * in advance: a step after a quiet while waits for nothing. Immutable.
 *
 * @param owedNanos of steps that the time since has not made up for, at {@code atNanos}
 * @param atNanos when the last step ended
 * @param tookNanos how long that took; 0 before the first step
 */
record Pace(long owedNanos, long atNanos, long tookNanos) {

  private static final int PARTS = 10;
  private static final long ADVANCE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Before the first step. */
  static final Pace NONE = new Pace(0, 0, 0);

  /** After one more step. */
  Pace after(long startNanos, long endNanos) {
    long took = endNanos - startNanos;
    return new Pace(owed(startNanos) + took - took / PARTS, endNanos, Math.max(1, took));
  }

  /** After one more step that a caller waited for: nothing is owed for that. */
  Pace afterAsked(long startNanos, long endNanos) {
    return new Pace(owed(endNanos), endNanos, Math.max(1, endNanos - startNanos));
  }

  /** How long the next step waits. */
  Duration pauseLeft(long nowNanos) {
    return Duration.ofNanos(Math.max(0, owed(nowNanos) - ADVANCE_NANOS) * PARTS);
  }

  private long owed(long nowNanos) {
    return Math.max(0, owedNanos - (tookNanos == 0 ? 0 : (nowNanos - atNanos) / PARTS));
  }

  Duration lastStep() {
    return Duration.ofNanos(tookNanos);
  }
}
