package io.lethe.cli.plugin;

import java.util.List;

/** What a new plugin begins as. */
enum PluginKind {
  /** Products of users' and items' rows, on Lethe's library for training; forgets by influence. */
  EMBEDDING(List.of("Plugin")),
  /** A forward pass that ND4J differentiates; forgets by influence. */
  AUTODIFF(List.of("Plugin", "Model")),
  /** The contract alone, without derivatives; forgets by training anew. */
  PLAIN(List.of("Plugin", "Model"));

  private final List<String> classes;

  PluginKind(List<String> classes) {
    this.classes = classes;
  }

  /** Endings of its classes' names. */
  List<String> classes() {
    return classes;
  }
}
