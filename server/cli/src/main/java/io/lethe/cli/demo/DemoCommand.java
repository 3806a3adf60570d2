package io.lethe.cli.demo;

import io.lethe.cli.admin.ServeCommand;
import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.config.FileFaults;
import io.lethe.server.config.GatewayConfig;
import io.lethe.server.config.LogConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.config.Setting;
import io.lethe.server.config.Settings;
import io.lethe.server.errors.RefusedPort;
import io.lethe.server.logs.ProcessLog;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
        "Shows the whole trip: trains a model, serves it over gRPC and HTTP, erases a person and "
            + "some interactions of another, swaps versions live, retrains for comparison, and checks "
            + "the receipts. Then it keeps serving, for you to try.",
        "Everything is kept in a temporary folder, which is gone in the end."})
public final class DemoCommand implements Callable<Integer> {

  static final int GATEWAY_PORT = 7780;

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Option(
      names = "--data",
      description = "Interactions to use, in any form that 'lethe import' reads. Default: made up.",
      paramLabel = "FILE") private @Nullable Path data;

  @Option(
      names = "--port",
      description = "TCP port to serve on. Default: 7707, or any free one if that is taken.",
      paramLabel = "PORT") private @Nullable String port;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the made-up data and of training. Default: 1",
      paramLabel = "N") private long seed;

  @Option(
      names = {"-o", "--option"},
      description = "A training option of the plugin; 'lethe plugins' lists them.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

  @Option(
      names = "--plugin",
      defaultValue = "",
      description = "The model family. Default: the one that 'lethe train' takes for such data.",
      paramLabel = "NAME") private String plugin = "";

  @Option(names = "--exit", description = "Ends instead of serving on.") private boolean exit;

  public DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Screen screen = surroundings.screen();
    screen.line(screen.bold("Lethe: a recommender model server that can forget"));
    DemoData rows = data == null
        ? DemoData.synthetic(seed)
        : DemoData.of(input.read(data), data, Instant.now());
    Path folder = Files.createTempDirectory("lethe-demo-");
    try (LetheServer server = start(folder)) {
      ServeCommand.Shutdown shutdown = ServeCommand.Shutdown.hook(server, () -> delete(folder));
      DemoStory story = new DemoStory(screen, server, rows, plugin, pluginOptions, seed);
      story.tell();
      if (!exit) {
        story.hints();
        screen.blank();
        screen.line("Serving until Ctrl-C.");
        shutdown.await();
      }
    } finally {
      delete(folder);
    }
    return ExitCode.DONE;
  }

  private LetheServer start(Path folder) throws IOException {
    try {
      return LetheServer.start(config(folder, port));
    } catch (RefusedPort taken) {
      if (port != null) {
        throw taken;
      }
      return LetheServer.start(config(folder, "0"));
    }
  }

  private ServerConfig config(Path folder, @Nullable String chosenPort) {
    Map<Setting<?>, String> flags = new HashMap<>();
    flags.put(Settings.DATA_FOLDER, folder.toString());
    if (chosenPort != null) {
      flags.put(Settings.LISTEN_PORT, chosenPort);
    }
    Map<Setting<?>, String> defaults = Map
        .of(GatewayConfig.PORT, gatewayPort(), LogConfig.LEVEL, "warn");
    // The demonstration calls its own server, over nothing but loopback.
    ServerConfig config = ServerConfig.of(options.load(surroundings, flags, defaults))
        .withOpenAccess();
    ProcessLog.configure(config.logs());
    config.configuration().warnings().forEach(surroundings.screen()::complain);
    return config;
  }

  /** The usual one, or any free one, of which the hints at the end tell. */
  private String gatewayPort() {
    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), GATEWAY_PORT));
      return String.valueOf(GATEWAY_PORT);
    } catch (IOException taken) {
      surroundings.screen()
          .line("Port %d is taken: the JSON gateway is on another.".formatted(GATEWAY_PORT));
      return "0";
    }
  }

  /** What is left after the server has let go of it; nobody else knows the folder. */
  private static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException busy) {
      throw new CommandException(
          ExitCode.FAILED,
          "the folder %s could not be deleted: %s".formatted(folder, FileFaults.of(busy)));
    }
  }
}
