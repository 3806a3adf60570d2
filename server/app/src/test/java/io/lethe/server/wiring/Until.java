package io.lethe.server.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what others have yet to do. */
final class Until {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 20;

  private Until() {}

  /** Waits until it holds; an error if it never does. */
  static void holds(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
