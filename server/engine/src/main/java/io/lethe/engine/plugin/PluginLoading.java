package io.lethe.engine.plugin;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How plugins are loaded: each folder on a thread of its own and within a time, because a plugin's code
 * runs then for the first time.
 *
 * @param max one folder's, with all that its plugins are asked about themselves
 * @param grace how long loading may take to end once it was interrupted
 * @param threads a new one for each folder: one that hangs keeps its own
 */
public record PluginLoading(Duration max, Duration grace, Executor threads) {

  public PluginLoading {
    if (!max.isPositive() || grace.isNegative()) {
      throw new IllegalArgumentException("loading within %s, grace %s".formatted(max, grace));
    }
  }

  /** On threads that keep no process alive. */
  public static PluginLoading within(PluginLimits limits) {
    return new PluginLoading(
        limits.loadingMax(), limits.grace(),
        task -> Thread.ofPlatform().daemon().name("lethe-plugin-loading").start(task));
  }
}
