package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LedgerMove;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves the ledger between the data folder and a database. */
@Command(
    name = "migrate-ledger",
    description = {
        "Moves the ledger with all erasures and receipts to the database of ledger.url, or back.",
        "No server may have the data folder. A move that was cut short is ended by the same command."})
public final class MigrateLedgerCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--to",
      required = true,
      description = "database: that of ledger.url. folder: the data folder; the database's tables are"
          + " emptied.",
      paramLabel = "PLACE") private Target to = Target.DATABASE;

  private enum Target {
    DATABASE,
    FOLDER
  }

  public MigrateLedgerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    BackupCommand.checkThere(config);
    Optional<Long> rows = LedgerMove.run(config, to == Target.DATABASE);
    String place = "the " + to.name().toLowerCase(Locale.ROOT);
    surroundings.screen()
        .line(
            rows.isPresent()
                ? "The ledger, %s, is in %s now.".formatted(Units.count(rows.get(), "row"), place)
                : "The ledger is in %s already.".formatted(place));
    return ExitCode.DONE;
  }
}
