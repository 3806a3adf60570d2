package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;

/**
 * A plugin that can be used.
 *
 * @param folder name of the plugin folder's entry that it came from
 */
public record InstalledPlugin(String folder, RecommenderPlugin plugin) {

  /** The SHA-256 that names its code; empty for one that came from no jar. Reads its jars. */
  public String digest() {
    return HostedPlugin.digestOf(plugin);
  }

  /** Whether both are one plugin: of one name, from the same bytes. Reads the jars of both. */
  public boolean sameAs(InstalledPlugin other) {
    if (plugin.equals(other.plugin)) {
      return true;
    }
    String digest = digest();
    return !digest.isEmpty() && plugin.name().equals(other.plugin.name())
        && digest.equals(other.digest());
  }

  /** The jar that offers it, or where there is none the entry. */
  String file() {
    return plugin instanceof HostedPlugin hosted ? hosted.file() : folder;
  }
}
