package io.lethe.engine.plugin;

import java.util.Set;

/**
 * The plugins that made the models of a server, or that it uses already.
 *
 * @param digests of their jars
 */
public record ModelMakers(Set<String> digests) {

  public ModelMakers {
    digests = Set.copyOf(digests);
  }

  /** Of a server without models, or of none. */
  public static ModelMakers none() {
    return new ModelMakers(Set.of());
  }

  /** Whether a plugin is among them. */
  boolean include(InstalledPlugin installed) {
    return digests.contains(HostedPlugin.digestOf(installed.plugin()));
  }
}
