package io.lethe.engine.lifecycle;

import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;

/**
 * Whether and how often models are trained anew in the background.
 *
 * @param automatic whether it happens at all
 * @param pause shortest time between the end of one such training of a model and the next one
 * @param retryDelays what a failed one waits
 */
public record RetrainingConfig(boolean automatic, Duration pause, RetryingLoop.Delays retryDelays) {

  public RetrainingConfig {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("a pause of %s between retrainings".formatted(pause));
    }
  }

  /** The recommended settings. */
  public static RetrainingConfig defaults() {
    return of(true, Duration.ofMinutes(1));
  }

  /** With the usual delays after a failure: a training costs more than a write to a disk. */
  public static RetrainingConfig of(boolean automatic, Duration pause) {
    return new RetrainingConfig(
        automatic, pause, new RetryingLoop.Delays(Duration.ofSeconds(10), Duration.ofMinutes(30)));
  }
}
