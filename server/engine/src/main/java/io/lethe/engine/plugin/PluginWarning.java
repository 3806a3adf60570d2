package io.lethe.engine.plugin;

/**
 * Something about a plugin folder that its author should know, and which keeps no plugin from use.
 *
 * @param folder name of the folder
 * @param text in words, naming what was found
 */
public record PluginWarning(String folder, String text) {}
