package io.lethe.engine.erasure.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How a model's unfinished erasures stand.
 *
 * @param held wait for an approval
 * @param unsolved accepted or approved, and not live yet
 * @param unpurged live, and not completed yet
 * @param oldestAge since the acceptance of the oldest of all of them; zero if there is none
 * @param failure why the work does not get on at the moment, if so
 * @param stuck whether one is older than it may be, or the work fails again and again
 */
public record ErasureBacklog(
    int held, int unsolved, int unpurged, Duration oldestAge, Optional<Throwable> failure,
    boolean stuck) {

  /** All of them. */
  public int unfinished() {
    return held + unsolved + unpurged;
  }
}
