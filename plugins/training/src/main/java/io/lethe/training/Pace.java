package io.lethe.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How fast rounds go, the latest counting most: the first ones run on cold code. Confined. */
public final class Pace {

  private static final double LATEST_PART = 0.3;

  private final InstantSource clock;
  private Instant last;
  private double secondsPerRound = Double.NaN;

  /** Starts the first round. */
  public Pace(InstantSource clock) {
    this.clock = clock;
    this.last = clock.instant();
  }

  /** Seconds since the round began. */
  public double sinceLap() {
    // A wall clock may be set back.
    return Math.max(0, seconds(Duration.between(last, clock.instant())));
  }

  /** Ends a round and starts the next one. */
  public void lap() {
    double seconds = sinceLap();
    secondsPerRound = Double.isNaN(secondsPerRound)
        ? seconds
        : (1 - LATEST_PART) * secondsPerRound + LATEST_PART * seconds;
    last = clock.instant();
  }

  /** Time for some more rounds; at least one must have ended. */
  public Duration remaining(int rounds) {
    return Duration.ofNanos((long) (secondsPerRound * rounds * 1e9));
  }

  /** A duration in seconds. */
  public static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
