package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.OfflineStore;
import io.lethe.server.wiring.StoreBeside;
import io.lethe.store.backup.SuppressionFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "suppressions",
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps what was erased, as keyed digests, apart from the backups.")
public final class SuppressionsCommand {

  private SuppressionsCommand() {}

  public static SuppressionsCommand group() {
    return new SuppressionsCommand();
  }

  @Command(
      name = "export",
      description = {
          "Writes digests of everything ever erased to a file, also while a server runs whose ledger is "
              + "in its data folder.",
          "They tell nobody without the installation's keys whom they are of."})
  public static final class Export implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(
        description = "Where to; a file that is there is replaced.",
        paramLabel = "FILE") private Path file = Path.of("");

    public Export(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ServerConfig config = ServerConfig.of(options.load(surroundings));
      BackupCommand.checkThere(config);
      SuppressionFile suppressions = suppressions(config);
      surroundings.screen()
          .line("%s written to %s".formatted(Units.count(suppressions.size(), "digest"), file));
      return ExitCode.DONE;
    }

    private SuppressionFile suppressions(ServerConfig config) {
      if (OfflineStore.serverOf(config).isPresent()) {
        SuppressionFile found = new StoreBeside(config).suppressions();
        found.write(file);
        return found;
      }
      try (OfflineStore store = OfflineStore.open(config)) {
        SuppressionFile found = store.suppressions();
        found.write(file);
        store.record("lethe suppressions export", "");
        return found;
      }
    }
  }

  @Command(
      name = "import",
      description = "Adds the digests of a file to those of the data folder. What of them is there is "
          + "erased when the server starts, before it answers.")
  public static final class Import implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(
        description = "What 'lethe suppressions export' has written.",
        paramLabel = "FILE") private Path file = Path.of("");

    public Import(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ServerConfig config = ServerConfig.of(options.load(surroundings));
      BackupCommand.checkThere(config);
      SuppressionFile suppressions = SuppressionFile.read(file);
      try (OfflineStore store = OfflineStore.open(config)) {
        store.suppress(suppressions);
        store.record("lethe suppressions import", "");
      }
      surroundings.screen()
          .line("%s imported.".formatted(Units.count(suppressions.size(), "digest")));
      return ExitCode.DONE;
    }
  }
}
