package io.lethe.engine.plugin.folder;

import io.lethe.spi.RecommenderPlugin;

/**
 * What plugins are loaded with.
 *
 * @param loader of the SPI and the kernels
 * @param keep where their code runs from
 * @param checks which of them may be loaded
 */
public record PluginHost(
    ClassLoader loader, PluginLoading loading, PluginKeep keep, CheckRecords checks) {

  /** A process's, which loads whatever is there. */
  public static PluginHost of(PluginLoading loading, PluginKeep keep) {
    return new PluginHost(
        RecommenderPlugin.class.getClassLoader(), loading, keep, CheckRecords.none());
  }
}
