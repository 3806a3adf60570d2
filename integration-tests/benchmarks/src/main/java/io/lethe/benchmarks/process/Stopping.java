package io.lethe.benchmarks.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of a process that was told to end. */
public final class Stopping {

  private Stopping() {}

  /** Waits for it, and ends it by force where it takes longer or this thread is interrupted. */
  public static void await(Process process, Duration longest) {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
