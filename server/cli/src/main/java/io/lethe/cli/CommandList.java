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
import io.lethe.cli.admin.SettingsCommand;
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
import io.lethe.cli.plugin.ListPlugins;
import io.lethe.cli.plugin.NewPlugin;
import io.lethe.cli.plugin.PluginGroup;
import io.lethe.cli.plugin.ReloadPlugins;
import io.lethe.cli.plugin.SdkCommand;
import io.lethe.cli.status.HealthCommand;
import io.lethe.cli.status.OperationsCommand;
import io.lethe.cli.status.StatusCommand;
import io.lethe.cli.terminal.Surroundings;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command by its name, in the order of the help. A command is made when it is asked for: making
 * all of them takes longer than most of them run.
 */
final class CommandList {

  private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
  private final Surroundings surroundings;

  /**
   * The list.
   *
   * @param evaluates whether the evaluation is to be run: its classes are on the class path then
   */
  CommandList(Surroundings surroundings, boolean evaluates) {
    this.surroundings = surroundings;
    addDataAndModels();
    addErasuresAndStates();
    addAdministration(evaluates);
  }

  Set<String> names() {
    return commands.keySet();
  }

  /** Adds those of some names to a command. */
  void addTo(CommandLine command, Set<String> names) {
    commands.forEach((name, made) -> {
      if (names.contains(name)) {
        command.addSubcommand(name, made.get());
      }
    });
  }

  private void add(String name, Supplier<CommandLine> made) {
    commands.put(name, made);
  }

  private void addDataAndModels() {
    add("demo", () -> new CommandLine(new DemoCommand(surroundings)));
    add("import", () -> new CommandLine(new ImportCommand(surroundings)));
    add("append", () -> new CommandLine(new AppendCommand(surroundings)));
    add(
        "items",
        () -> new CommandLine(ItemsCommand.group())
            .addSubcommand(new ItemsCommand.Update(surroundings))
            .addSubcommand(new ItemsCommand.Show(surroundings))
            .addSubcommand(new ItemsCommand.Delete(surroundings)));
    add("serve", () -> new CommandLine(new ServeCommand(surroundings)));
    add("train", () -> new CommandLine(new TrainCommand(surroundings)));
    add("import-model", () -> new CommandLine(new ImportModelCommand(surroundings)));
    add("interactions", () -> new CommandLine(new InteractionsCommand(surroundings)));
    add("recommend", () -> new CommandLine(new RecommendCommand(surroundings)));
    add("similar", () -> new CommandLine(new SimilarCommand(surroundings)));
    add("score", () -> new CommandLine(new ScoreCommand(surroundings)));
  }

  private void addErasuresAndStates() {
    add("unlearn", () -> new CommandLine(new UnlearnCommand(surroundings)));
    add("readmit", () -> new CommandLine(new ReadmitCommand(surroundings)));
    add("activate", () -> new CommandLine(new VersionCommands.Activate(surroundings)));
    add("rebase", () -> new CommandLine(new VersionCommands.Rebase(surroundings)));
    add(
        "alias",
        () -> new CommandLine(AliasCommand.group())
            .addSubcommand(new AliasCommand.Set(surroundings))
            .addSubcommand(new AliasCommand.Delete(surroundings)));
    add("delete", () -> new CommandLine(new DeleteCommand(surroundings)));
    add("models", () -> new CommandLine(new ModelsCommand(surroundings)));
    add("status", () -> new CommandLine(new StatusCommand(surroundings, InstantSource.system())));
    add("health", () -> new CommandLine(new HealthCommand(surroundings)));
    add(
        "operations",
        () -> new CommandLine(new OperationsCommand(surroundings))
            .addSubcommand(new OperationsCommand.Wait(surroundings))
            .addSubcommand(new OperationsCommand.Cancel(surroundings)));
    add(
        "erasures",
        () -> new CommandLine(new ErasuresCommand(surroundings))
            .addSubcommand(new ErasureDecisions.Approve(surroundings))
            .addSubcommand(new ErasureDecisions.Cancel(surroundings))
            .addSubcommand(new ErasureDecisions.Retry(surroundings)));
    add(
        "receipt",
        () -> new CommandLine(ReceiptCommand.group())
            .addSubcommand(new ReceiptCommand.Get(surroundings))
            .addSubcommand(new ReceiptCommand.Verify(surroundings))
            .addSubcommand(new PrintReceipt(surroundings, InstantSource.system()))
            .addSubcommand(new LogCommands.Checkpoint(surroundings))
            .addSubcommand(new LogCommands.Consistency(surroundings)));
    add(
        "token",
        () -> new CommandLine(TokenCommand.group())
            .addSubcommand(new TokenCommand.Key(surroundings))
            .addSubcommand(new TokenCommand.Create(surroundings)));
  }

  private void addAdministration(boolean evaluates) {
    add("audit", () -> new CommandLine(new AuditCommand(surroundings)));
    add("backup", () -> new CommandLine(new BackupCommand(surroundings, InstantSource.system())));
    add("migrate-ledger", () -> new CommandLine(new MigrateLedgerCommand(surroundings)));
    add("restore", () -> new CommandLine(new RestoreCommand(surroundings, InstantSource.system())));
    add("check", () -> new CommandLine(new CheckCommand(surroundings)));
    add(
        "suppressions",
        () -> new CommandLine(SuppressionsCommand.group())
            .addSubcommand(new SuppressionsCommand.Export(surroundings))
            .addSubcommand(new SuppressionsCommand.Import(surroundings)));
    add(
        EvaluateCommand.NAME,
        () -> new CommandLine(evaluates ? new EvaluateCommand(surroundings) : listed()));
    add("plugins", () -> new CommandLine(new PluginsCommand(surroundings)));
    add(
        "plugin",
        () -> new CommandLine(PluginGroup.group()).addSubcommand(new NewPlugin(surroundings))
            .addSubcommand(new SdkCommand(surroundings))
            .addSubcommand(new ListPlugins(surroundings))
            .addSubcommand(new ReloadPlugins(surroundings))
            .addSubcommand(new CheckPlugin(surroundings, LetheMain.class, InstantSource.system())));
    add("config", () -> new CommandLine(new ConfigCommand(surroundings)));
    add("settings", () -> new CommandLine(new SettingsCommand(surroundings)));
  }

  /** The evaluation as the list of commands has it. */
  private static CommandSpec listed() {
    CommandSpec listed = CommandSpec.create();
    listed.usageMessage().description(EvaluateCommand.SUMMARY);
    return listed;
  }
}
