package io.lethe.server.cli;

import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.PluginFolder;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Experiment;
import io.lethe.evaluation.experiment.Laboratory;
import io.lethe.evaluation.experiment.Plan;
import io.lethe.evaluation.experiment.ScalingExperiment;
import io.lethe.evaluation.experiment.ScalingPlan;
import io.lethe.evaluation.report.ReportFacts;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
    customSynopsis = {
        "lethe evaluate [--data FOLDER|FILE...] [--model NAME...] [--methods NAME...]",
        "                      [--forget NAME...] [--seeds N,...] [OPTIONS]",
        "       lethe evaluate --scaling MILLIONS,... [--model NAME...] [--methods NAME...] [OPTIONS]"},
    footerHeading = "%nExamples:%n",
    footer = {"  lethe evaluate                                a first look, on made-up ratings",
        "  lethe evaluate --data ratings.csv --forget one-user,users-1pct --seeds 1,2,3",
        "  lethe evaluate --preset full --data FOLDER    everything; hours",
        "  lethe evaluate --scaling 0.1,1,5              how cost grows with the data"},
    description = {
        "Compares ways to forget: how close each comes to training again without the "
            + "forgotten interactions, and how long it takes.",
        "Every combination of data, model, forget set, method and seed is one cell. A finished cell "
            + "is kept at once, and a run that was interrupted goes on where it was.",
        "Writes report.html, report.csv and report.json. Needs no server."})
final class EvaluateCommand implements Callable<Integer> {

  private static final String RESULTS = "results.jsonl";

  /** What a reader of the numbers has to know; as {@link Laboratory.Timing#defaults} has it. */
  private static final List<String> MEASURED = List.of(
      "Requests that take less than a second are timed warm: after ten runs for warming up, the "
          + "median of five. Longer ones are timed once. Trainings are the fastest of three, those "
          + "of more than ten seconds run once. In sequences every request runs once.",
      "Memory is heap in use: bytes allocated by the first, cold request, or the collector's peak "
          + "above what was in use before where it ran meanwhile.",
      "Pairs, users and items to compare on are drawn by a hash of the seed: at most 20,000 pairs of "
          + "a kind, top lists of 1,000 users, ranking measures on 2,000 users, the furthest users "
          + "among 5,000 by 50 items each.");

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

  @Option(
      names = "--scaling",
      split = ",",
      description = "Instead of the grid: the cost of erasing one user from made-up data of so many "
          + "million interactions, such as 0.1,1,5,20, with the models and methods named or mf and "
          + "lethe-fast. Large sizes need a large heap (LETHE_JAVA_OPTS=-Xmx16g).",
      paramLabel = "MILLIONS") private List<Double> scaling = new ArrayList<>();

  @Option(
      names = "--scaling-full",
      defaultValue = "1",
      description = "Up to so many million interactions a training is run to its end; beyond, three "
          + "epochs are timed and the rest is extrapolated. Default: 1",
      paramLabel = "MILLIONS") private double scalingFull;

  @Option(
      names = "--report-only",
      description = "Measures nothing; writes the reports of what is there.") private boolean reportOnly;

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
    Files.createDirectories(out);
    try (ExecutorService compute = Executors.newFixedThreadPool(parallelism);
        ResultsFile results = ResultsFile.open(out.resolve(RESULTS))) {
      if (results.torn()) {
        surroundings.screen()
            .complain("the last line of %s was torn and is measured again".formatted(RESULTS));
      }
      if (!reportOnly) {
        PluginContext context = new PluginContext(compute, parallelism, InstantSource.system());
        measure(plugins, results, context);
      }
      ReportFiles reports = new ReportFiles(out, facts(parallelism));
      reports.write(results.cells());
      reports.show(results.cells(), surroundings.screen());
    }
    return ExitCode.DONE;
  }

  private void measure(PluginCatalog plugins, ResultsFile results, PluginContext context)
      throws IOException {
    Laboratory laboratory = new Laboratory(
        context, System::nanoTime, new HeapMeter(), Laboratory.Timing.defaults());
    Strategies strategies = Methods.catalogue();
    if (!scaling.isEmpty()) {
      ScalingPlan plan = grid.scaling(plugins, strategies, scaling, scalingFull);
      try (GridDisplay display = new GridDisplay(surroundings.screen(), System::nanoTime)) {
        new ScalingExperiment(plan, laboratory).run(results.cells(), results::append, display);
      }
      return;
    }
    Plan plan = grid.plan(plugins, strategies);
    Set<CellKey> done = results.cells().stream().map(Cell::key).collect(Collectors.toSet());
    try (GridDisplay display = new GridDisplay(surroundings.screen(), System::nanoTime)) {
      new Experiment(plan, laboratory).run(done, results::append, display);
    } catch (PluginException refused) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(refused.getMessage()));
    }
  }

  private ReportFacts facts(int parallelism) throws IOException {
    List<String> typed = spec.commandLine().getParseResult().originalArgs();
    return new ReportFacts(
        InstantSource.system().instant(), "lethe " + String.join(" ", typed),
        MachineFacts.of(parallelism), MEASURED);
  }
}
