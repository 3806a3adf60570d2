package io.lethe.engine.plugin;

/**
 * A plugin folder, or a plugin in it, that cannot be used.
 *
 * @param folder name of the folder
 * @param reason in words, naming what was found
 */
public record PluginFailure(String folder, String reason) {}
