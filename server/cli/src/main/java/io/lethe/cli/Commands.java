package io.lethe.cli;

import io.lethe.cli.evaluate.EvaluateCommand;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Runs a command; what all of them share, and how their failures end. */
final class Commands {

  private static final int USAGE_COLUMNS = 100;
  /** What the JVM reads where an argument's bytes are no text in its encoding. */
  private static final char UNREADABLE = '\uFFFD';
  private static final String[] FIRST_STEPS = {
      "  lethe demo                                everything at once, on made-up data",
      "  lethe import ratings.csv --model movies   your own data,",
      "  lethe serve                               a server that has it, and, beside it,",
      "  lethe train --model movies                a model that answers"};

  private Commands() {}

  /** Runs a command; its exit code. */
  static int run(Surroundings surroundings, String... arguments) {
    for (int k = 0; k < arguments.length; k++) {
      if (arguments[k].indexOf(UNREADABLE) >= 0) {
        surroundings.screen()
            .complain(
                "argument %d holds bytes that are not UTF-8, so it is unclear what it names"
                    .formatted(k + 1));
        return ExitCode.USAGE;
      }
    }
    return called(surroundings, arguments).execute(arguments);
  }

  /** {@code lethe} with the command that is called, or with all of them where none is. */
  private static CommandLine called(Surroundings surroundings, String... arguments) {
    String name = arguments.length > 0 ? arguments[0] : "";
    CommandList list = new CommandList(surroundings, name.equals(EvaluateCommand.NAME));
    return lethe(surroundings, list, list.names().contains(name) ? Set.of(name) : list.names());
  }

  /** {@code lethe} with all its commands. */
  static CommandLine all(Surroundings surroundings) {
    CommandList list = new CommandList(surroundings, /* evaluates= */ false);
    return lethe(surroundings, list, list.names());
  }

  private static CommandLine lethe(Surroundings surroundings, CommandList list, Set<String> names) {
    CommandLine lethe = new CommandLine(new Lethe());
    list.addTo(lethe, names);
    lethe.getCommandSpec().usageMessage().footerHeading("%nFirst steps:%n").footer(FIRST_STEPS);
    Screen screen = surroundings.screen();
    lethe.setOut(screen.out());
    lethe.setErr(screen.err());
    lethe
        .setColorScheme(CommandLine.Help.defaultColorScheme(screen.colours() ? Ansi.ON : Ansi.OFF));
    lethe.setCaseInsensitiveEnumValuesAllowed(true);
    lethe.registerConverter(UUID.class, Arguments::uuid);
    // An id may begin with @: it names a person, and no file of arguments.
    lethe.setExpandAtFiles(false);
    lethe.setUsageHelpWidth(USAGE_COLUMNS);
    everyCommand(lethe).forEach(command -> {
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.MEANINGS);
      if (command.getCommandSpec().userObject() instanceof Callable) {
        // It does something without a command of its own, too.
        usage.synopsisSubcommandLabel("[COMMAND]");
      }
    });
    lethe.setParameterExceptionHandler((error, arguments) -> {
      screen.complain(Arguments.told(error));
      screen.complain(
          "see '%s --help'".formatted(error.getCommandLine().getCommandSpec().qualifiedName()));
      return ExitCode.USAGE;
    });
    lethe.setExecutionExceptionHandler((error, command, result) -> Failures.ended(screen, error));
    return lethe;
  }

  private static Stream<CommandLine> everyCommand(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(Commands::everyCommand));
  }

  @Command(
      name = "lethe",
      description = "A recommender model server that can forget.",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      scope = CommandLine.ScopeType.INHERIT,
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions:%n",
      parameterListHeading = "%nArguments:%n",
      descriptionHeading = "%n",
      sortOptions = false)
  private static final class Lethe {}
}
