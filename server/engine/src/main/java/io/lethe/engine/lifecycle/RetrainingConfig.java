package io.lethe.engine.lifecycle;

import io.lethe.engine.work.RetryingLoop;
import io.lethe.engine.work.TimedTask;
import java.time.Duration;

/**
 * Whether and how often models are trained again in the background.
 *
 * @param automatic whether it happens at all
 * @param newRowsShare interactions that a model has not learned, per interaction that it has, from
 *     which on it is trained again; 0 for never
 * @param every longest time between two trainings of a model that something happened to since; zero
 *     for no such bound
 * @param takeoverBound how much worse than the version that answers a new one may be to take its
 *     place: the loss of NDCG@10 on the same held-out interactions, per NDCG@10 of the one that
 *     answers; from 1 on every new one takes over, and nothing is compared
 * @param pause shortest time between the end of one such training of a model and the next one
 * @param retryDelays what a failed one waits
 * @param times at which a model that something happened to since its training is trained again
 */
public record RetrainingConfig(
    boolean automatic, double newRowsShare, Duration every, double takeoverBound, Duration pause,
    RetryingLoop.Delays retryDelays, TimedTask.Times times) {

  /** Of new interactions, where nothing else is said. */
  public static final double NEW_ROWS_SHARE = 0.05;

  /** Of lost NDCG@10, likewise. */
  public static final double TAKEOVER_BOUND = 0.1;

  public RetrainingConfig {
    if (!(newRowsShare >= 0 && newRowsShare < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a share of new rows of " + newRowsShare);
    }
    if (!(takeoverBound >= 0 && takeoverBound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a loss of " + takeoverBound + " is allowed");
    }
    if (pause.isNegative() || every.isNegative()) {
      throw new IllegalArgumentException(
          "a pause of %s between retrainings, one every %s".formatted(pause, every));
    }
  }

  /** At no certain times. */
  public RetrainingConfig(
      boolean automatic, double newRowsShare, Duration every, double takeoverBound, Duration pause,
      RetryingLoop.Delays retryDelays) {
    this(
        automatic, newRowsShare, every, takeoverBound, pause, retryDelays, TimedTask.Times.never());
  }

  /** The same, and at certain times. */
  public RetrainingConfig at(TimedTask.Times when) {
    return new RetrainingConfig(
        automatic, newRowsShare, every, takeoverBound, pause, retryDelays, when);
  }

  /** The recommended settings. */
  public static RetrainingConfig defaults() {
    return of(true, NEW_ROWS_SHARE, Duration.ZERO, TAKEOVER_BOUND, Duration.ofMinutes(1));
  }

  /** With the usual delays after a failure: a training costs more than a write to a disk. */
  public static RetrainingConfig of(
      boolean automatic, double newRowsShare, Duration every, double takeoverBound,
      Duration pause) {
    return new RetrainingConfig(
        automatic, newRowsShare, every, takeoverBound, pause,
        new RetryingLoop.Delays(Duration.ofSeconds(10), Duration.ofMinutes(30)));
  }

  /** For the residual budget alone. */
  public static RetrainingConfig of(boolean automatic, Duration pause) {
    return of(automatic, 0, Duration.ZERO, TAKEOVER_BOUND, pause);
  }
}
