package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;

/**
 * A plugin that can be used.
 *
 * @param folder name of the folder it came from
 */
public record InstalledPlugin(String folder, RecommenderPlugin plugin) {}
