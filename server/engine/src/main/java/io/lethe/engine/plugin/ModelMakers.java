package io.lethe.engine.plugin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which versions of which plugins made the models of a server.
 *
 * @param versions by the plugin's name
 */
public record ModelMakers(Map<String, Set<String>> versions) {

  public ModelMakers {
    Map<String, Set<String>> copies = new HashMap<>();
    versions.forEach((name, some) -> copies.put(name, Set.copyOf(some)));
    versions = Map.copyOf(copies);
  }

  /** Of a server without models, or of none. */
  public static ModelMakers none() {
    return new ModelMakers(Map.of());
  }

  /** These and one more. */
  public ModelMakers with(String plugin, String version) {
    Map<String, Set<String>> more = new HashMap<>(versions);
    Set<String> known = new HashSet<>(more.getOrDefault(plugin, Set.of()));
    known.add(version);
    more.put(plugin, known);
    return new ModelMakers(more);
  }

  /** Whether a plugin of this name and version made a model that is there. */
  boolean made(String plugin, String version) {
    return versions.getOrDefault(plugin, Set.of()).contains(version);
  }
}
