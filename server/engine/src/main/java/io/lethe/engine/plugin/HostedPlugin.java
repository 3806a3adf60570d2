package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;

/** A plugin of the plugin folder, as the server holds it. */
public interface HostedPlugin extends RecommenderPlugin {

  /** SHA-256 of its jars, 64 lower-case hexadecimal digits. Reads them at the first call. */
  String digest();

  /** The jar that offers it, from the plugin folder on, such as {@code mf/lethe-mf.jar}. */
  String file();

  /** Whether what it throws is told whole, as its author wants it: messages may quote anything. */
  boolean toldWhole();

  /** The digest of a plugin; empty for one that comes from no folder. */
  static String digestOf(RecommenderPlugin plugin) {
    return plugin instanceof HostedPlugin hosted ? hosted.digest() : "";
  }
}
