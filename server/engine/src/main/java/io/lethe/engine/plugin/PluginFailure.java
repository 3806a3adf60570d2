package io.lethe.engine.plugin;

/**
 * An entry of the plugin folder, or a plugin in it, that cannot be used.
 *
 * @param folder name of the entry
 * @param reason in words, naming what was found
 * @param plugin the plugin's name; empty if it did not come to that
 * @param version the plugin's own; likewise
 * @param digest of its jars; likewise
 */
public record PluginFailure(
    String folder, String reason, String plugin, String version, String digest) {

  /** Of an entry that yields no plugin. */
  public PluginFailure(String folder, String reason) {
    this(folder, reason, "", "", "");
  }

  /** Of a plugin that was found and is not used. */
  static PluginFailure of(InstalledPlugin refused, String reason) {
    return new PluginFailure(
        refused.folder(), reason, refused.plugin().name(), refused.plugin().version(),
        HostedPlugin.digestOf(refused.plugin()));
  }
}
