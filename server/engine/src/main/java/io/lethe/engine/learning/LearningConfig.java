package io.lethe.engine.learning;

import java.time.Duration;

/**
 * Whether and how often models learn between trainings.
 *
 * @param automatic whether they do at all
 * @param interval how long an interaction waits for those that are learned with it; longer while the
 *     pause after the last step lasts
 */
public record LearningConfig(boolean automatic, Duration interval) {

  public LearningConfig {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("learning every " + interval);
    }
  }

  /** The recommended settings. */
  public static LearningConfig defaults() {
    return new LearningConfig(true, Duration.ofSeconds(1));
  }
}
