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

  /**
   * Waits, and says whether there is time left for another look.
   *
   * @throws LetheException with status CANCELLED if the thread is interrupted, which it stays
   */
  boolean untilNextLook() {
    long nanos = Math.min(nextNanos, until.timeRemaining(TimeUnit.NANOSECONDS));
    if (nanos <= 0) {
      return false;
    }
    nextNanos = Math.min(2 * nextNanos, LONGEST.toNanos());
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LetheException.of(Status.Code.CANCELLED, "interrupted while waiting for the server");
    }
    return !until.isExpired();
  }
}
