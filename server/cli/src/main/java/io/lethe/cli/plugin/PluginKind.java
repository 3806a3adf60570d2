package io.lethe.cli.plugin;

import java.util.List;

/** What a new plugin begins as. */
enum PluginKind {
  /** Products of users' and items' rows, on Lethe's library for training; forgets by influence. */
  EMBEDDING(false),
  /** A forward pass that ND4J differentiates; forgets by influence. */
  AUTODIFF(false),
  /** The contract alone, without derivatives; forgets by training anew. */
  PLAIN(true);

  private final boolean ownModel;

  PluginKind(boolean ownModel) {
    this.ownModel = ownModel;
  }

  /** Endings of its classes' names. */
  List<String> classes() {
    return ownModel ? List.of("Plugin", "Model") : List.of("Plugin");
  }
}
