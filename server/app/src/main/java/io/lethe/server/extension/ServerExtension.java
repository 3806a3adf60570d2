package io.lethe.server.extension;

import io.lethe.server.config.ServerConfig;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Something that a server offers besides its services. The provider has a public constructor
 * without parameters; settings of its own it declares as a {@link
 * io.lethe.server.config.SettingGroup}.
 */
public interface ServerExtension {

  /**
   * Reads the files that the settings name. Opens nothing that would have to be closed.
   *
   * @return empty where the settings ask for nothing of it
   * @throws io.lethe.server.config.ConfigException if a file cannot be used
   */
  Optional<Prepared> prepare(ServerConfig config, InstantSource clock);

  /** An extension whose files are read. */
  interface Prepared {

    /** Makes it out of the server's parts; it does nothing before its start. Once. */
    RunningExtension open(ServerParts parts);
  }
}
