package io.lethe.server.console;

import io.lethe.server.config.ServerConfig;
import io.lethe.server.extension.RunningExtension;
import io.lethe.server.extension.ServerExtension;
import io.lethe.server.gateway.HttpMount;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console, for the server to find. */
public final class ConsoleExtension implements ServerExtension {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleExtension.class);

  /** Empty where the gateway or the console is off, or the build left the pages out. */
  @Override
  public Optional<Prepared> prepare(ServerConfig config, InstantSource clock) {
    if (!config.gateway().enabled() || !config.configuration().get(ConsoleSettings.ENABLED)) {
      return Optional.empty();
    }
    Optional<ConsoleFiles> files = ConsoleFiles.ofClassPath();
    if (files.isEmpty()) {
      LOG.warn("no console: this server was built without it (-Dconsole.skip)");
    }
    return files.map(ConsolePages::new).map(pages -> parts -> new Running(pages));
  }

  /** Pages hold nothing that would have to be started, looked at again or closed. */
  private record Running(ConsolePages pages) implements RunningExtension {

    @Override
    public HttpMount mount() {
      return new HttpMount(Set.of(HttpMount.HOME, "prefix:" + ConsoleFiles.PREFIX), calls -> pages);
    }

    @Override
    public void start() {}

    @Override
    public void refresh() {}

    @Override
    public void close() {}
  }
}
