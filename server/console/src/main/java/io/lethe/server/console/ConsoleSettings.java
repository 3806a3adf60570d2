package io.lethe.server.console;

import io.lethe.server.config.Configuration;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Setting;
import io.lethe.server.config.SettingGroup;
import io.lethe.server.config.Values;
import java.util.List;

/** The setting of the console, for the server to find. */
public final class ConsoleSettings implements SettingGroup {

  static final Setting<Boolean> ENABLED = Setting.of(
      "console.enabled", true, Values.trueOrFalse(),
      "whether the JSON gateway serves the console, pages for people, at its path /; what people may"
          + " do there is what their roles allow");

  @Override
  public List<Setting<?>> settings() {
    return List.of(ENABLED);
  }

  /** Fits any other setting: without a gateway there is nothing to serve the pages. */
  @Override
  public void check(Configuration configuration, ServerConfig config) {}
}
