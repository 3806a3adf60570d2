package io.lethe.server.access;

import io.lethe.server.config.ConfigException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Principals' roles, by name. Immutable. */
final class RolesTable {

  static final RolesTable EMPTY = new RolesTable(Map.of());

  private final Map<String, Set<Role>> roles;

  private RolesTable(Map<String, Set<Role>> roles) {
    this.roles = Map.copyOf(roles);
  }

  /** Of a principal; empty for one who is not named. */
  Set<Role> of(String principal) {
    return roles.getOrDefault(principal, Set.of());
  }

  /**
   * Reads {@code principal = role, role} lines (Java properties, so that a colon is {@code \:}).
   *
   * @throws ConfigException if a name or a role is none
   */
  static RolesTable parse(byte[] file) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(new String(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new ConfigException("is malformed: " + malformed.getMessage());
    }
    Map<String, Set<Role>> roles = new HashMap<>();
    for (String name : lines.stringPropertyNames()) {
      if (!Principal.isName(name)) {
        throw new ConfigException("names a principal that no token or certificate can name");
      }
      roles.put(name, roles(lines.getProperty(name)));
    }
    return new RolesTable(roles);
  }

  private static Set<Role> roles(String list) {
    Set<Role> roles = new HashSet<>();
    for (String text : list.split(",", -1)) {
      roles.add(
          Role.of(text.strip())
              .orElseThrow(
                  () -> new ConfigException(
                      "names the role '%s'; there are serve, train, unlearn, approve, admin, audit"
                          .formatted(text.strip()))));
    }
    return roles;
  }
}
