package io.lethe.engine.plugin;

import io.lethe.engine.LetheException;
import io.lethe.spi.RecommenderPlugin;

/** The plugins of a server, which may change while it serves. Thread-safe. */
public interface Plugins {

  /** What new trainings may take, as of now. */
  PluginCatalog catalog();

  /**
   * The plugin that made a version. Where its code is nowhere any more, another one of its name.
   *
   * @param digest of its jars; empty where the version was made without one
   * @throws LetheException of kind {@code PLUGIN_NOT_FOUND} if neither it nor another one of its name
   *     is there; {@code PLUGIN_FAILED} if its code is there and cannot be loaded now
   */
  RecommenderPlugin maker(String name, String version, String digest);
}
