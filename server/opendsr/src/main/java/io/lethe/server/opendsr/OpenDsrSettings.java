package io.lethe.server.opendsr;

import io.lethe.server.config.ConfigException;
import io.lethe.server.config.Configuration;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Setting;
import io.lethe.server.config.SettingGroup;
import java.util.List;

/** The settings {@code opendsr.*}, for the server to find. */
public final class OpenDsrSettings implements SettingGroup {

  @Override
  public List<Setting<?>> settings() {
    return OpenDsrConfig.SETTINGS;
  }

  @Override
  public void check(Configuration configuration, ServerConfig config) {
    if (OpenDsrConfig.of(configuration).signing() != null && !config.gateway().enabled()) {
      throw new ConfigException(
          "data subject requests come over the gateway: set gateway.port, too, or no"
              + " opendsr.signing-key-file");
    }
  }
}
