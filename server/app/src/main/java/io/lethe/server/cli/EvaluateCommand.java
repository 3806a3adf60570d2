package io.lethe.server.cli;

import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFolder;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Experiment;
import io.lethe.evaluation.experiment.Laboratory;
import io.lethe.evaluation.experiment.Plan;
import io.lethe.evaluation.report.ReportFacts;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
        "Compares ways to forget: how close each comes to training again without the "
            + "forgotten interactions, and how long it takes.",
        "Every combination of data, model, forget set, method and seed is one cell. A finished cell "
            + "is kept at once, and a run that was interrupted goes on where it was.",
        "Writes report.html, report.csv and report.json. Needs no server."})
final class EvaluateCommand implements Callable<Integer> {

  private static final String RESULTS = "results.jsonl";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GridOptions grid = new GridOptions();

  @Option(
      names = "--out",
      defaultValue = "evaluation",
      description = "Where results and reports go; results that are there count. "
          + "Default: evaluation",
      paramLabel = "FOLDER") private Path out = Path.of("");

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads for training and forgetting; results do not depend on them. "
          + "Default: the setting compute.threads",
      paramLabel = "N") private int threads;

  @Mixin private ConfigOptions options = new ConfigOptions();

  EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    int parallelism = threads == 0 ? config.computeThreads() : threads;
    if (parallelism < 1) {
      throw new CommandException(ExitCode.USAGE, "--threads %d is below 1".formatted(threads));
    }
    PluginCatalog plugins = PluginFolder
        .load(config.pluginsFolder(), RecommenderPlugin.class.getClassLoader());
    Plan plan = grid.plan(plugins, Methods.catalogue());
    Files.createDirectories(out);
    try (ExecutorService compute = Executors.newFixedThreadPool(parallelism);
        ResultsFile results = ResultsFile.open(out.resolve(RESULTS))) {
      PluginContext context = new PluginContext(compute, parallelism, InstantSource.system());
      measure(plan, results, context);
      ReportFiles reports = new ReportFiles(out, facts(parallelism));
      reports.write(results.cells());
      reports.show(results.cells(), surroundings.screen());
    }
    return ExitCode.DONE;
  }

  private void measure(Plan plan, ResultsFile results, PluginContext context) {
    Screen screen = surroundings.screen();
    if (results.torn()) {
      screen.complain("the last line of %s was torn and is measured again".formatted(RESULTS));
    }
    Set<CellKey> done = results.cells().stream().map(Cell::key).collect(Collectors.toSet());
    Laboratory laboratory = new Laboratory(
        context, System::nanoTime, new HeapMeter(), Laboratory.Timing.defaults());
    try (GridDisplay display = new GridDisplay(screen, System::nanoTime)) {
      new Experiment(plan, laboratory).run(done, results::append, display);
    } catch (PluginException refused) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(refused.getMessage()));
    }
  }

  private ReportFacts facts(int parallelism) throws IOException {
    List<String> typed = spec.commandLine().getParseResult().originalArgs();
    return new ReportFacts(
        InstantSource.system().instant(), "lethe evaluate " + String.join(" ", typed),
        MachineFacts.of(parallelism), List.of());
  }
}
