package io.lethe.server.config;

import java.util.List;

/**
 * Which plugins a server takes, and what it tells of them.
 *
 * @param requireCheck whether only those that {@code lethe plugin check} passed are loaded
 * @param development whether what a plugin throws is told whole, in answers and in the log
 */
public record PluginRules(boolean requireCheck, boolean development) {

  private static final Setting<Boolean> REQUIRE_CHECK = Setting.of(
      "plugins.require-check", false, Values.trueOrFalse(),
      "whether a plugin is loaded only if 'lethe plugin check' of this version of Lethe passed it and its"
          + " record, a file .check, lies in the plugin folder");

  private static final Setting<Boolean> DEVELOPMENT = Setting.of(
      "plugins.development", false, Values.trueOrFalse(),
      "whether what a plugin throws is told with all messages and frames, in answers and in the log:"
          + " for a plugin's author, as messages may quote people's ids");

  static final List<Setting<?>> ALL = List.of(REQUIRE_CHECK, DEVELOPMENT);

  static PluginRules of(Configuration configuration) {
    return new PluginRules(configuration.get(REQUIRE_CHECK), configuration.get(DEVELOPMENT));
  }
}
