package io.lethe.server.wiring;

import java.time.Duration;

/** Waits for what other threads have yet to do where they tell of it by nothing but their effect. */
public final class Until {

  /** Less than a test's own limit, so that this error comes first. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 10;

  private Until() {}

  /** What is looked at again and again. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until it holds; an error if it never does. */
  public static void holds(Condition condition) throws Exception {
    long began = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
