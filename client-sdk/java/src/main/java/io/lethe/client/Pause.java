package io.lethe.client;

import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between looks at the server: longer each time, up to a bound. One wait at a time. */
final class Pause {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Deadline until;
  private long nextNanos = FIRST.toNanos();

  Pause(Deadline until) {
    this.until = until;
  }

  /** How long to wait now; 0 or less if no time is left. The next wait is longer. */
  long nextNanos() {
    long nanos = Math.min(nextNanos, until.timeRemaining(TimeUnit.NANOSECONDS));
    nextNanos = Math.min(2 * nextNanos, LONGEST.toNanos());
    return nanos;
  }

  /**
   * Waits, and says whether there is time left for another look.
   *
   * @throws LetheException with status CANCELLED if the thread is interrupted, which it stays
   */
  boolean untilNextLook() {
    long nanos = nextNanos();
    if (nanos <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LetheException.of(Status.Code.CANCELLED, "interrupted while waiting for the server");
    }
    return !until.isExpired();
  }
}
