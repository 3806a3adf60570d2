package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.ReceiptVerifier;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginFailure;
import io.lethe.server.config.ConfigException;
import io.lethe.server.config.LogConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Setting;
import io.lethe.server.config.Settings;
import io.lethe.server.logs.ProcessLog;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
        "Serves the models of the data folder until it is told to stop (Ctrl-C, SIGTERM).",
        "What was unfinished when it stopped is taken up at the next start."})
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private static final String DEVELOPMENT = "PLUGIN DEVELOPMENT: answers and log hold all that plugins"
      + " throw, which may quote people's ids (plugins.development=true).";

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--host",
      description = "Address to listen on. Default: 127.0.0.1",
      paramLabel = "ADDRESS") private @Nullable String host;

  @Option(
      names = "--port",
      description = "TCP port, 0 for any free one. Default: 7707",
      paramLabel = "PORT") private @Nullable String port;

  public ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    if (host != null) {
      flags.put(Settings.LISTEN_HOST, host);
    }
    if (port != null) {
      flags.put(Settings.LISTEN_PORT, port);
    }
    ServerConfig config = ServerConfig.of(options.load(surroundings, flags, Map.of()));
    ProcessLog.configure(config.logs());
    config.configuration().warnings().forEach(LOG::warn);
    Screen screen = surroundings.screen();
    try (LetheServer server = started(config)) {
      Shutdown shutdown = Shutdown.hook(server, () -> {});
      for (PluginFailure failure : server.plugins().failures()) {
        LOG.error("plugin folder {}: {}", failure.folder(), failure.reason());
      }
      server.plugins()
          .warnings()
          .forEach(warning -> LOG.warn("plugin folder {}: {}", warning.folder(), warning.text()));
      announce(config, server);
      screen.line(
          "Lethe serves on %s:%d with %s from %s (plugins: %s).".formatted(
              config.listen().host(), server.port(), Units.count(server.modelCount(), "model"),
              config.dataFolder(), String.join(
                  ", ", server.plugins().plugins().stream().map(ServeCommand::name).toList())));
      screen.line(
          screen.faint(
              "Receipts are signed by key %s (key id %s)".formatted(
                  HexFormat.of().formatHex(server.receiptKey()),
                  ReceiptVerifier.keyId(server.receiptKey()))));
      shutdown.await();
    }
    return ExitCode.DONE;
  }

  /** What collectors read is told of a refusal, too; people read it on the screen. */
  private static LetheServer started(ServerConfig config) throws IOException {
    try {
      return LetheServer.start(config);
    } catch (IOException | ConfigException | LetheException refused) {
      if (config.logs().format() == LogConfig.Format.JSON) {
        LOG.error("the server does not start: {}", refused.getMessage());
      }
      throw refused;
    }
  }

  private void announce(ServerConfig config, LetheServer server) {
    AccessNotice notice = AccessNotice.of(config.access());
    notice.warnings().forEach(LOG::warn);
    if (config.pluginRules().development()) {
      LOG.warn(DEVELOPMENT);
      surroundings.screen().line(surroundings.screen().bold(DEVELOPMENT));
    }
    notice.banner().forEach(line -> surroundings.screen().line(surroundings.screen().bold(line)));
    server.metricsPort()
        .ifPresent(
            port -> surroundings.screen()
                .line(
                    "Metrics are on http://%s:%d/metrics."
                        .formatted(config.metrics().host(), port)));
    server.gatewayPort()
        .ifPresent(
            port -> surroundings.screen()
                .line(
                    "The JSON gateway is on %s://%s:%d; %s/openapi.json describes it.".formatted(
                        config.access().tls() == null ? "http" : "https", config.gateway().host(),
                        port, server.hasGatewayHome() ? "/ is the console, " : "")));
    server.adminPort()
        .ifPresent(
            port -> surroundings.screen()
                .line(
                    "Administration is on %s:%d.".formatted(config.access().admin().host(), port)));
  }

  private static String name(InstalledPlugin installed) {
    return installed.plugin().name() + " " + installed.plugin().version();
  }

  /** The process's end, however it comes. */
  public static final class Shutdown {

    private final CountDownLatch stopping = new CountDownLatch(1);

    private Shutdown() {}

    /** Closes a server before the process ends. */
    public static Shutdown hook(LetheServer server, Runnable afterwards) {
      Shutdown shutdown = new Shutdown();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("lethe-stop").unstarted(() -> {
        server.close();
        afterwards.run();
        shutdown.stopping.countDown();
      }));
      return shutdown;
    }

    public void await() {
      try {
        stopping.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
