package io.lethe.server.config;

import java.util.List;

/**
 * Settings of a module that the server's core does not know. Providers are found on the class path,
 * by {@link java.util.ServiceLoader}.
 */
public interface SettingGroup {

  /** They are read and printed like the server's own, after them. */
  List<Setting<?>> settings();

  /**
   * Refuses values that do not fit together.
   *
   * @param configuration with a value of each of {@link #settings}
   * @param config what the server's own settings say
   * @throws ConfigException naming the settings
   */
  void check(Configuration configuration, ServerConfig config);
}
