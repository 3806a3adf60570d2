package io.lethe.engine.plugin;

import java.time.Duration;

/**
 * How long plugin code may take, and how much of it may be given up.
 *
 * @param loadingMax the loading of one plugin folder
 * @param scoringMax one call that scores items for one user
 * @param lostThreadsMax serving threads that may be lost in such calls and are replaced
 * @param pauseMin how long a model is not asked after such a call was given up; doubles each time
 * @param pauseMax the longest
 * @param solveMax one influence update, preparation, loading or saving
 * @param trainMax one training
 * @param abandonedMax calls of the last two kinds that may go on although they were given up
 * @param grace how long such a call may take to end once it was interrupted
 */
public record PluginLimits(
    Duration loadingMax, Duration scoringMax, int lostThreadsMax, Duration pauseMin,
    Duration pauseMax, Duration solveMax, Duration trainMax, int abandonedMax, Duration grace) {

  public PluginLimits {
    if (!loadingMax.isPositive() || !scoringMax.isPositive() || !solveMax.isPositive()
        || !trainMax.isPositive() || pauseMin.isNegative() || pauseMax.compareTo(pauseMin) < 0
        || grace.isNegative() || lostThreadsMax < 0 || abandonedMax < 0) {
      throw new IllegalArgumentException(
          "loading %s, scoring %s, solving %s, training %s, pauses %s to %s, grace %s, %d and %d threads"
              .formatted(
                  loadingMax, scoringMax, solveMax, trainMax, pauseMin, pauseMax, grace,
                  lostThreadsMax, abandonedMax));
    }
  }

  /** The same with at most so long for an influence update, preparation, loading or saving. */
  PluginLimits solvedWithin(Duration max) {
    return new PluginLimits(
        loadingMax, scoringMax, lostThreadsMax, pauseMin, pauseMax,
        max.compareTo(solveMax) < 0 ? max : solveMax, trainMax, abandonedMax, grace);
  }

  /** Generous ones: they end what hangs, not what is slow. */
  public static PluginLimits defaults() {
    return new PluginLimits(
        Duration.ofSeconds(10), Duration.ofSeconds(5), 8, Duration.ofSeconds(10),
        Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(12), 4,
        Duration.ofSeconds(5));
  }
}
