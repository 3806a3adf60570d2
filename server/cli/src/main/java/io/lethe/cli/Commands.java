package io.lethe.cli;

import io.lethe.cli.admin.AuditCommand;
import io.lethe.cli.admin.BackupCommand;
import io.lethe.cli.admin.CheckCommand;
import io.lethe.cli.admin.ConfigCommand;
import io.lethe.cli.admin.ImportCommand;
import io.lethe.cli.admin.ImportModelCommand;
import io.lethe.cli.admin.MigrateLedgerCommand;
import io.lethe.cli.admin.PluginsCommand;
import io.lethe.cli.admin.RestoreCommand;
import io.lethe.cli.admin.ServeCommand;
import io.lethe.cli.admin.SuppressionsCommand;
import io.lethe.cli.admin.TokenCommand;
import io.lethe.cli.demo.DemoCommand;
import io.lethe.cli.erasures.ErasureDecisions;
import io.lethe.cli.erasures.ErasuresCommand;
import io.lethe.cli.erasures.LogCommands;
import io.lethe.cli.erasures.PrintReceipt;
import io.lethe.cli.erasures.ReadmitCommand;
import io.lethe.cli.erasures.ReceiptCommand;
import io.lethe.cli.erasures.UnlearnCommand;
import io.lethe.cli.evaluate.EvaluateCommand;
import io.lethe.cli.items.ItemsCommand;
import io.lethe.cli.models.AliasCommand;
import io.lethe.cli.models.AppendCommand;
import io.lethe.cli.models.DeleteCommand;
import io.lethe.cli.models.InteractionsCommand;
import io.lethe.cli.models.ModelsCommand;
import io.lethe.cli.models.RecommendCommand;
import io.lethe.cli.models.ScoreCommand;
import io.lethe.cli.models.SimilarCommand;
import io.lethe.cli.models.TrainCommand;
import io.lethe.cli.models.VersionCommands;
import io.lethe.cli.plugin.CheckPlugin;
import io.lethe.cli.plugin.NewPlugin;
import io.lethe.cli.plugin.PluginGroup;
import io.lethe.cli.plugin.ReloadPlugins;
import io.lethe.cli.plugin.SdkCommand;
import io.lethe.cli.status.HealthCommand;
import io.lethe.cli.status.OperationsCommand;
import io.lethe.cli.status.StatusCommand;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Every command there is, and how their failures end. */
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
    boolean evaluates = arguments.length > 0 && arguments[0].equals(EvaluateCommand.NAME);
    return all(surroundings, evaluates).execute(arguments);
  }

  /**
   * {@code lethe} with its commands.
   *
   * @param evaluates whether the evaluation is to be run: its classes are on the class path then
   */
  static CommandLine all(Surroundings surroundings, boolean evaluates) {
    CommandLine lethe = new CommandLine(new Lethe());
    lethe.addSubcommand(new DemoCommand(surroundings));
    lethe.addSubcommand(new ImportCommand(surroundings));
    lethe.addSubcommand(new AppendCommand(surroundings));
    lethe.addSubcommand(
        new CommandLine(ItemsCommand.group()).addSubcommand(new ItemsCommand.Update(surroundings))
            .addSubcommand(new ItemsCommand.Show(surroundings))
            .addSubcommand(new ItemsCommand.Delete(surroundings)));
    lethe.addSubcommand(new ServeCommand(surroundings));
    lethe.addSubcommand(new TrainCommand(surroundings));
    lethe.addSubcommand(new ImportModelCommand(surroundings));
    lethe.addSubcommand(new InteractionsCommand(surroundings));
    lethe.addSubcommand(new RecommendCommand(surroundings));
    lethe.addSubcommand(new SimilarCommand(surroundings));
    lethe.addSubcommand(new ScoreCommand(surroundings));
    lethe.addSubcommand(new UnlearnCommand(surroundings));
    lethe.addSubcommand(new ReadmitCommand(surroundings));
    lethe.addSubcommand(new VersionCommands.Activate(surroundings));
    lethe.addSubcommand(new VersionCommands.Rebase(surroundings));
    lethe.addSubcommand(
        new CommandLine(AliasCommand.group()).addSubcommand(new AliasCommand.Set(surroundings))
            .addSubcommand(new AliasCommand.Delete(surroundings)));
    lethe.addSubcommand(new DeleteCommand(surroundings));
    lethe.addSubcommand(new ModelsCommand(surroundings));
    lethe.addSubcommand(new StatusCommand(surroundings, InstantSource.system()));
    lethe.addSubcommand(new HealthCommand(surroundings));
    lethe.addSubcommand(
        new CommandLine(new OperationsCommand(surroundings))
            .addSubcommand(new OperationsCommand.Wait(surroundings))
            .addSubcommand(new OperationsCommand.Cancel(surroundings)));
    lethe.addSubcommand(
        new CommandLine(new ErasuresCommand(surroundings))
            .addSubcommand(new ErasureDecisions.Approve(surroundings))
            .addSubcommand(new ErasureDecisions.Cancel(surroundings))
            .addSubcommand(new ErasureDecisions.Retry(surroundings)));
    lethe.addSubcommand(
        new CommandLine(ReceiptCommand.group()).addSubcommand(new ReceiptCommand.Get(surroundings))
            .addSubcommand(new ReceiptCommand.Verify(surroundings))
            .addSubcommand(new PrintReceipt(surroundings, InstantSource.system()))
            .addSubcommand(new LogCommands.Checkpoint(surroundings))
            .addSubcommand(new LogCommands.Consistency(surroundings)));
    lethe.addSubcommand(
        new CommandLine(TokenCommand.group()).addSubcommand(new TokenCommand.Key(surroundings))
            .addSubcommand(new TokenCommand.Create(surroundings)));
    lethe.addSubcommand(new AuditCommand(surroundings));
    lethe.addSubcommand(new BackupCommand(surroundings, InstantSource.system()));
    lethe.addSubcommand(new MigrateLedgerCommand(surroundings));
    lethe.addSubcommand(new RestoreCommand(surroundings, InstantSource.system()));
    lethe.addSubcommand(new CheckCommand(surroundings));
    lethe.addSubcommand(
        new CommandLine(SuppressionsCommand.group())
            .addSubcommand(new SuppressionsCommand.Export(surroundings))
            .addSubcommand(new SuppressionsCommand.Import(surroundings)));
    lethe.addSubcommand(
        EvaluateCommand.NAME, evaluates ? new EvaluateCommand(surroundings) : listed());
    lethe.addSubcommand(new PluginsCommand(surroundings));
    lethe.addSubcommand(
        new CommandLine(PluginGroup.group()).addSubcommand(new NewPlugin(surroundings))
            .addSubcommand(new SdkCommand(surroundings))
            .addSubcommand(new ReloadPlugins(surroundings))
            .addSubcommand(new CheckPlugin(surroundings, LetheMain.class, InstantSource.system())));
    lethe.addSubcommand(new ConfigCommand(surroundings));
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
    everyCommand(lethe).forEach(
        command -> command.getCommandSpec()
            .usageMessage()
            .exitCodeListHeading("%nExit codes:%n")
            .exitCodeList(ExitCode.MEANINGS));
    lethe.setParameterExceptionHandler((error, arguments) -> {
      screen.complain(Arguments.told(error));
      screen.complain(
          "see '%s --help'".formatted(error.getCommandLine().getCommandSpec().qualifiedName()));
      return ExitCode.USAGE;
    });
    lethe.setExecutionExceptionHandler((error, command, result) -> Failures.ended(screen, error));
    return lethe;
  }

  /** The evaluation as the list of commands has it. */
  private static CommandSpec listed() {
    CommandSpec listed = CommandSpec.create();
    listed.usageMessage().description(EvaluateCommand.SUMMARY);
    return listed;
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
