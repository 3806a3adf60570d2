package io.lethe.cli.status;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.cli.terminal.WaitNote;
import io.lethe.client.LetheClient;
import io.lethe.client.operations.OperationsClient;
import io.lethe.client.operations.RunningOperation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "operations",
    description = {
        "Lists what a running server does in the background, the latest trainings first, then erasures.",
        "A server knows its trainings until it ends, the last 1000; 'lethe erasures' tells more of "
            + "erasures."})
public final class OperationsCommand implements Callable<Integer> {

  private static final int PERCENT = 100;

  private final Screen screen;

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "Lists so many at most. Default: 50",
      paramLabel = "N") private int limit = 50;

  @Option(
      names = "--running",
      description = "Lists those only that are not over.") private boolean running;

  public OperationsCommand(Surroundings surroundings) {
    screen = surroundings.screen();
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandException(
          ExitCode.USAGE, "--limit is %d operations; 1 or more are allowed".formatted(limit));
    }
    List<RunningOperation> found;
    try (LetheClient server = options.connect()) {
      found = OperationsClient.of(server)
          .list()
          .filter(operation -> !running || !operation.done())
          .limit(limit)
          .toList();
    }
    if (json.wrote(screen, "operations", found)) {
      return ExitCode.DONE;
    }
    if (found.isEmpty()) {
      screen.line("No operations.");
      return ExitCode.DONE;
    }
    Table table = Table.of("operation", "kind", "model", "state", "begun at");
    found.forEach(
        each -> table.row(
            each.name(), each.kind().name().toLowerCase(Locale.ROOT), each.model(), progress(each),
            each.started().map(Units::time).orElse("")));
    screen.table(table, true);
    return ExitCode.DONE;
  }

  /** What an operation does, how far it is, or how it ended. */
  static String progress(RunningOperation operation) {
    if (operation.failure().isPresent()) {
      return "failed: " + operation.failure().get();
    }
    String step = operation.step().toLowerCase(Locale.ROOT);
    if (operation.done()) {
      return operation.kind() == RunningOperation.Kind.TRAINING ? "done" : step;
    }
    return operation.fraction().orElse(0) == 0
        ? step
        : "%s, %d %%%s".formatted(
            step, Math.round(PERCENT * operation.fraction().getAsDouble()),
            operation.eta().map(left -> ", at most " + Units.duration(left) + " left").orElse(""));
  }

  @Command(
      name = "wait",
      description = {"Waits until an operation is over, and tells how it ended.",
          "Ends with 1 if it failed. Ctrl-C ends the waiting alone."})
  public static final class Wait implements Callable<Integer> {

    /** For so long the server holds an answer back; then it is asked again. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Mixin private JsonOption json = new JsonOption();

    @Parameters(
        description = "The operation's name, as 'lethe operations' lists it, or an erasure's id.",
        paramLabel = "OPERATION") private String operation = "";

    public Wait(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      String name = Names.operation(operation);
      RunningOperation now;
      try (LetheClient server = options.connect();
          WaitNote _ = WaitNote.on(
              screen, "%s goes on at the server; 'lethe operations wait %s' waits again"
                  .formatted(name, name))) {
        OperationsClient operations = OperationsClient.of(server);
        now = operations.get(name);
        while (!now.done()) {
          if (!json.wanted()) {
            screen.line(progress(now));
          }
          now = operations.look(name, LOOK);
        }
      }
      if (!json.wrote(screen, now)) {
        screen.line("%s: %s".formatted(name, progress(now)));
      }
      return now.failure().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  @Command(
      name = "cancel",
      description = "Asks the server to end an operation: a training, or an erasure that is not begun.")
  public static final class Cancel implements Callable<Integer> {

    private final Screen screen;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
        description = "The operation's name, as 'lethe operations' lists it, or an erasure's id.",
        paramLabel = "OPERATION") private String operation = "";

    public Cancel(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      String name = Names.operation(operation);
      try (LetheClient server = options.connect()) {
        OperationsClient.of(server).cancel(name);
      }
      screen.line("The server was asked to end %s.".formatted(name));
      return ExitCode.DONE;
    }
  }
}
