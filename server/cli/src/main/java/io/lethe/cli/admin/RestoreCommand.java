package io.lethe.cli.admin;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.server.config.ServerConfig;
import io.lethe.store.backup.Restore;
import io.lethe.store.backup.SuppressionFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {"Puts a backup in the place of the data folder. No server may be running.",
        "What was erased after the backup is taken from the data folder that is replaced, or from a "
            + "file of suppressions, and erased again when the server starts, before it answers."})
public final class RestoreCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final InstantSource clock;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(description = "The backup.", paramLabel = "FOLDER") private Path folder = Path.of("");

  @Option(
      names = "--suppressions",
      description = "What 'lethe suppressions export' has written, as late as possible.",
      paramLabel = "FILE") private @Nullable Path suppressions;

  @Option(
      names = "--no-later-erasures",
      description = "Says that nothing was erased since the backup, where neither an old data folder "
          + "nor a file tells. Whoever was erased comes back if that is wrong.") private boolean noLater;

  public RestoreCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    SuppressionFile later = suppressions == null ? null : SuppressionFile.read(suppressions);
    Restore.Restored done = new Restore(folder, config.dataFolder(), clock.instant())
        .run(later, noLater);
    Screen screen = surroundings.screen();
    screen.line(
        "Restored %s of %s."
            .formatted(Units.count(done.files(), "file"), Units.time(done.created())));
    screen.line(
        "%s of users, items and interactions %s suppressed; the next start erases what came back, "
            .formatted(
                Units.count(done.suppressions(), "digest"), done.suppressions() == 1 ? "is" : "are")
            + "before it answers.");
    if (done.lostReceipts() > 0) {
      screen.line(
          ("Warning: the data folder's receipt log had %s that the restored one has not. Erasures newer "
              + "than the backup count only as far as the suppression file names them: ask again for "
              + "those that are newer than that file.")
              .formatted(Units.count(done.lostReceipts(), "receipt")));
    }
    if (!done.vouched()) {
      screen.line(
          (done.lostReceipts() > 0
              ? ""
              : "Warning: nothing tells whether receipts are lost that are "
                  + "newer than the backup. ")
              + "The server will answer for no model and complete no "
              + "erasure under the receipt log's old name: start it with --set "
              + "receipts.log-name=ANOTHER_NAME, which begins another log with the same receipts, or "
              + "bring back what is missing first (a newer receipt-checkpoint, ledger or anchor file).");
    }
    return ExitCode.DONE;
  }
}
