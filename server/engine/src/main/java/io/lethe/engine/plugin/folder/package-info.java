/**
 * The plugin folder of a server: reads it at the start and whenever it is told to, keeps the code of
 * every plugin that made a version, and finds the plugin that made one.
 */
@NullMarked
package io.lethe.engine.plugin.folder;

import org.jspecify.annotations.NullMarked;
