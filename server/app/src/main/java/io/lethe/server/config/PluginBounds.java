package io.lethe.server.config;

import io.lethe.engine.plugin.PluginLimits;
import java.time.Duration;

/** How long plugin code may take, as the settings have it. */
final class PluginBounds {

  private PluginBounds() {}

  static PluginLimits of(Configuration configuration) {
    PluginLimits usual = PluginLimits.defaults();
    return new PluginLimits(
        Duration.ofSeconds(configuration.get(Settings.PLUGINS_LOADING_SECONDS_MAX)),
        Duration.ofMillis(configuration.get(Settings.PLUGINS_SCORING_MILLIS_MAX)),
        configuration.get(Settings.PLUGINS_LOST_THREADS_MAX), usual.pauseMin(), usual.pauseMax(),
        Duration.ofSeconds(configuration.get(Settings.PLUGINS_SOLVING_SECONDS_MAX)),
        Duration.ofSeconds(configuration.get(Settings.PLUGINS_TRAINING_SECONDS_MAX)),
        usual.abandonedMax(), usual.grace());
  }
}
