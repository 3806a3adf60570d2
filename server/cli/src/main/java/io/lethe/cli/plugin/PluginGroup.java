package io.lethe.cli.plugin;

import picocli.CommandLine.Command;

/** For authors of model families. */
@Command(
    name = "plugin",
    description = {
        "Helps to write a model family and to check one, and has a server read its plugins again.",
        "'lethe plugins' lists those that are installed."})
public final class PluginGroup {

  private PluginGroup() {}

  /** The group of them. */
  public static PluginGroup group() {
    return new PluginGroup();
  }
}
