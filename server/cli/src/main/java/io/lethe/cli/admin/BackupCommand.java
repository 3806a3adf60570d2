package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.server.wiring.StoreBeside;
import io.lethe.store.backup.Backup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
        "Copies the data folder, keys included, to a new folder. Keep it as secret as that.",
        "A server whose ledger is in the folder may go on meanwhile: what it acknowledged before is in the "
            + "backup. It completes erasures when the backup is made. Export the suppressions after every "
            + "backup, and more often, and keep them elsewhere: 'lethe suppressions export'."})
public final class BackupCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final InstantSource clock;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(
      description = "Where to; not there yet, or empty.",
      paramLabel = "FOLDER") private Path folder = Path.of("");

  public BackupCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    checkThere(config);
    Backup made = made(config);
    Screen screen = surroundings.screen();
    screen.line(
        "Backed up %s, %s in all, to %s".formatted(
            Units.count(made.files(), "file"), Units.count(made.bytes(), "byte"), folder));
    made.damaged()
        .forEach(what -> screen.line("Warning: damaged in the data folder already: " + what));
    return ExitCode.DONE;
  }

  private Backup made(ServerConfig config) {
    Optional<String> server = OfflineStore.serverOf(config);
    if (server.isPresent()) {
      Backup made = new StoreBeside(config).backup(folder, clock.instant());
      surroundings.screen()
          .line(
              "The server at %s has %s and goes on with it."
                  .formatted(server.get(), config.dataFolder()));
      return made;
    }
    try (OfflineStore store = OfflineStore.open(config)) {
      Backup made = store.backup(folder, clock.instant());
      store.record("lethe backup", "");
      return made;
    }
  }

  /** Opening a data folder makes one: of nothing there is nothing to keep. */
  static void checkThere(ServerConfig config) {
    if (!Files.isDirectory(config.dataFolder())) {
      throw new CommandException(
          ExitCode.FAILED, "there is no data folder %s".formatted(config.dataFolder()));
    }
  }
}
