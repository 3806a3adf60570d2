package io.lethe.engine.work;

import java.time.Duration;

/**
 * Keeps work to one part of the time in several, but for a second of it that may be taken in advance: a
 * step after a quiet while waits for nothing. Immutable.
 *
 * @param parts one in so many; 1 for work that may take all of the time
 * @param owedNanos of steps that the time since has not made up for, at {@code atNanos}
 * @param atNanos when the last step ended
 * @param tookNanos how long that took; 0 before the first step
 */
public record Pace(int parts, long owedNanos, long atNanos, long tookNanos) {

  private static final long ADVANCE_NANOS = Duration.ofSeconds(1).toNanos();

  public Pace {
    if (parts < 1) {
      throw new IllegalArgumentException("one part in %d of the time".formatted(parts));
    }
  }

  /** Before the first step. */
  public static Pace of(int parts) {
    return new Pace(parts, 0, 0, 0);
  }

  /** After one more step. */
  public Pace after(long startNanos, long endNanos) {
    long took = endNanos - startNanos;
    return new Pace(parts, owed(startNanos) + took - took / parts, endNanos, Math.max(1, took));
  }

  /** After one more step that a caller waited for: nothing is owed for that. */
  public Pace afterAsked(long startNanos, long endNanos) {
    return new Pace(parts, owed(endNanos), endNanos, Math.max(1, endNanos - startNanos));
  }

  /** How long the next step waits. */
  public Duration pauseLeft(long nowNanos) {
    return Duration.ofNanos(Math.max(0, owed(nowNanos) - ADVANCE_NANOS) * parts);
  }

  private long owed(long nowNanos) {
    return Math.max(0, owedNanos - (tookNanos == 0 ? 0 : (nowNanos - atNanos) / parts));
  }

  public Duration lastStep() {
    return Duration.ofNanos(tookNanos);
  }
}
