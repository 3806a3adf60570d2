package io.lethe.cli.plugin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.NewFolders;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.plugin.folder.PluginFolder;
import io.lethe.engine.plugin.folder.PluginHost;
import io.lethe.engine.plugin.folder.PluginKeep;
import io.lethe.engine.plugin.folder.PluginLoading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "new",
    description = {
        "Begins a model family: a Maven project with a plugin that works, and the contract's tests.",
        "'mvn package' packs it as a zip, 'lethe plugin check' holds it against the contract."})
public final class NewPlugin implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(
      description = "Of the plugin: a-z, 0-9 and -, beginning with a letter, at most 32.",
      paramLabel = "NAME") private String name = "";

  @Option(
      names = "--kind",
      required = true,
      description = "embedding: products of users' and items' rows. autodiff: a forward pass that ND4J "
          + "differentiates. Both forget by influence. plain: the contract alone, forgets by training "
          + "anew.",
      paramLabel = "KIND") private PluginKind kind = PluginKind.EMBEDDING;

  @Option(
      names = "--loss",
      description = "Of the kind autodiff. logistic (the default) or squared: of each score by itself. "
          + "pairwise: BPR. listwise: a softmax over what was chosen and what is drawn against it.",
      paramLabel = "LOSS") private @Nullable PluginLoss loss;

  @Option(
      names = "--dir",
      description = "A new or empty folder for the project. Default: NAME here",
      paramLabel = "FOLDER") private @Nullable Path dir;

  @Option(
      names = "--package",
      description = "The Java package. Default: NAME without -",
      paramLabel = "PACKAGE") private @Nullable String packageName;

  public NewPlugin(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
      throw usage("NAME '%s' is not [a-z][a-z0-9-]{0,31}".formatted(name));
    }
    String chosen = packageName == null ? name.replace("-", "") : packageName;
    if (!chosen.matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*")) {
      throw usage("--package '%s' is no name of a package".formatted(chosen));
    }
    if (!SourceVersion.isName(chosen)) {
      throw usage(
          "a package cannot be called '%s': a part of it is a word of Java; --package names another"
              .formatted(chosen));
    }
    refuseTaken();
    if (loss != null && kind != PluginKind.AUTODIFF) {
      throw usage(
          "--loss is of --kind autodiff; the kind %s has a loss of its own"
              .formatted(kind.name().toLowerCase(Locale.ROOT)));
    }
    Path folder = dir == null ? surroundings.workingFolder().resolve(name) : dir;
    refuseUsed(folder);
    PluginProject project = new PluginProject(
        name, kind, loss == null ? PluginLoss.LOGISTIC : loss, chosen,
        Sdk.version(surroundings.home()));
    for (PluginProject.Source source : project.sources()) {
      Path file = folder.resolve(source.path());
      Path _ = NewFolders.make(file.resolveSibling(""));
      Path _ = Files.writeString(file, source.text());
    }
    tell(folder);
    return ExitCode.DONE;
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  /** A server would take the two for versions of one family. */
  private void refuseTaken() throws IOException {
    Path installed = surroundings.home().resolve("plugins");
    try (PluginKeep keep = PluginKeep.temporary()) {
      PluginCatalog there = PluginFolder
          .load(installed, PluginHost.of(PluginLoading.within(PluginLimits.defaults()), keep));
      if (there.plugins().stream().anyMatch(each -> each.plugin().name().equals(name))) {
        throw usage("a plugin %s is in %s already; choose another name".formatted(name, installed));
      }
    }
  }

  private static void refuseUsed(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new CommandException(ExitCode.FAILED, "%s is not empty".formatted(folder));
        }
      }
    }
  }

  private void tell(Path folder) {
    Screen screen = surroundings.screen();
    screen.line(
        "A plugin of the kind %s is in %s. Next:"
            .formatted(kind.name().toLowerCase(Locale.ROOT), folder));
    screen.indented("lethe plugin sdk      once: Lethe's libraries, into Maven's repository");
    screen.indented("cd %s && mvn package".formatted(folder));
    screen.indented("lethe plugin check target/%s.zip".formatted(name));
  }
}
