package io.lethe.engine.lifecycle;

import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;

/**
 * Whether and how often models are trained again in the background.
 *
 * @param automatic whether it happens at all
 * @param newRowsShare interactions that a model has not learned, per interaction that it has, from which
 *     on it is trained again; 0 for never
 * @param pause shortest time between the end of one such training of a model and the next one
 * @param retryDelays what a failed one waits
 */
public record RetrainingConfig(
    boolean automatic, double newRowsShare, Duration pause, RetryingLoop.Delays retryDelays) {

  /** Of new interactions, where nothing else is said. */
  public static final double NEW_ROWS_SHARE = 0.05;

  public RetrainingConfig {
    if (!(newRowsShare >= 0 && newRowsShare < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a share of new rows of " + newRowsShare);
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException("a pause of %s between retrainings".formatted(pause));
    }
  }

  /** The recommended settings. */
  public static RetrainingConfig defaults() {
    return of(true, NEW_ROWS_SHARE, Duration.ofMinutes(1));
  }

  /** With the usual delays after a failure: a training costs more than a write to a disk. */
  public static RetrainingConfig of(boolean automatic, double newRowsShare, Duration pause) {
    return new RetrainingConfig(
        automatic, newRowsShare, pause,
        new RetryingLoop.Delays(Duration.ofSeconds(10), Duration.ofMinutes(30)));
  }

  /** For the residual budget alone. */
  public static RetrainingConfig of(boolean automatic, Duration pause) {
    return of(automatic, 0, pause);
  }
}
