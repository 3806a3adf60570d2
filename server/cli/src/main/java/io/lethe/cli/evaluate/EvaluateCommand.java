package io.lethe.cli.evaluate;

import io.lethe.cli.options.ConfigOptions;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.NewFolders;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.folder.PluginFolder;
import io.lethe.engine.plugin.folder.PluginHost;
import io.lethe.engine.plugin.folder.PluginKeep;
import io.lethe.engine.plugin.folder.PluginLoading;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Experiment;
import io.lethe.evaluation.experiment.Laboratory;
import io.lethe.evaluation.experiment.Plan;
import io.lethe.evaluation.experiment.ScalingExperiment;
import io.lethe.evaluation.experiment.ScalingPlan;
import io.lethe.evaluation.ranking.RankingExperiment;
import io.lethe.evaluation.ranking.RankingPlan;
import io.lethe.evaluation.ranking.RankingSplit;
import io.lethe.evaluation.report.ReportFacts;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import java.io.IOException;
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
    name = EvaluateCommand.NAME,
    customSynopsis = {
        "lethe evaluate [--data FOLDER|FILE...] [--model NAME...] [--methods NAME...]",
        "                      [--forget NAME...] [--seeds N,...] [OPTIONS]",
        "       lethe evaluate --task ranking [--data FOLDER|FILE...] [--model NAME...]",
        "                      [--split NAME] [--core N] [--export FOLDER] [OPTIONS]",
        "       lethe evaluate --scaling MILLIONS,... [--model NAME...] [--methods NAME...] [OPTIONS]"},
    footerHeading = "%nExamples:%n",
    footer = {"  lethe evaluate                                a first look, on made-up ratings",
        "  lethe evaluate --data ratings.csv --forget one-user,users-1pct --seeds 1,2,3",
        "  lethe evaluate --preset full --data FOLDER    everything; hours",
        "  lethe evaluate --task ranking --data ratings.csv --core 5 --model mf lightgcn",
        "  lethe evaluate --scaling 0.1,1,5              how cost grows with the data"},
    description = {EvaluateCommand.SUMMARY,
        "With --task ranking: what the lists of models are worth on positives held out, over the "
            + "whole catalogue.",
        "Every combination of data, model, forget set, method and seed is one cell. A finished cell "
            + "is kept at once, and a run that was interrupted goes on where it was.",
        "Writes report.html, report.csv and report.json (ranking.html and so on). Needs no server."})
public final class EvaluateCommand implements Callable<Integer> {

  /** What it is called. */
  public static final String NAME = "evaluate";

  /** What it does. */
  public static final String SUMMARY = "Compares ways to forget: how close each comes to training "
      + "again without the forgotten interactions, and how long it takes.";

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

  private static final List<String> RANKED = List.of(
      "Lists are of the whole catalogue without what a user has in training, and are held against "
          + "test positives. A value counts as positive from a bound on that the split's name says.",
      "Models see a tenth of the training rows as held-out rows, by which a family may choose; if it "
          + "says what it chose, the final model is fitted on all training rows, as a server does.",
      "The ideal gain and the base of recall are those of min(k, test positives of the user). Users "
          + "without test positives do not count. most-popular recommends what most users like.");

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--task",
      defaultValue = "unlearning",
      description = "unlearning: ways to forget; ranking: what recommendations are worth. "
          + "Default: unlearning",
      paramLabel = "NAME") private Task task = Task.UNLEARNING;

  @Mixin private GridOptions grid = new GridOptions();

  @Mixin private RankingOptions ranking = new RankingOptions();

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

  public EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    int parallelism = threads == 0 ? config.computeThreads() : threads;
    if (parallelism < 1) {
      throw new CommandException(ExitCode.USAGE, "--threads %d is below 1".formatted(threads));
    }
    Path _ = NewFolders.make(out);
    try (PluginKeep keep = PluginKeep.temporary();
        ExecutorService compute = Executors.newFixedThreadPool(parallelism);
        ResultsFile results = ResultsFile.open(out.resolve(RESULTS))) {
      if (results.torn()) {
        surroundings.screen()
            .complain("the last line of %s was torn and is measured again".formatted(RESULTS));
      }
      PluginCatalog plugins = PluginFolder.load(
          config.pluginsFolder(), PluginHost.of(PluginLoading.within(config.pluginLimits()), keep));
      PluginContext context = new PluginContext(compute, parallelism, InstantSource.system());
      switch (task) {
        case UNLEARNING -> unlearning(plugins, results, context);
        case RANKING -> ranking(plugins, results, context);
      }
    }
    return ExitCode.DONE;
  }

  private void unlearning(PluginCatalog plugins, ResultsFile results, PluginContext context)
      throws IOException {
    if (!reportOnly) {
      measure(plugins, results, laboratory(context));
    }
    List<Cell> cells = results.cells()
        .stream()
        .filter(cell -> !RankingPlan.isRanking(cell.key()))
        .toList();
    ReportFiles reports = new ReportFiles(out, facts(context.parallelism(), MEASURED));
    reports.write(cells);
    reports.show(cells, surroundings.screen());
  }

  private void ranking(PluginCatalog plugins, ResultsFile results, PluginContext context)
      throws IOException {
    List<String> splits = reportOnly
        ? List.of()
        : rank(grid.ranking(plugins, ranking), results, laboratory(context));
    List<Cell> cells = results.cells()
        .stream()
        .filter(cell -> RankingPlan.isRanking(cell.key()))
        .toList();
    RankingFiles reports = new RankingFiles(out, facts(context.parallelism(), RANKED), splits);
    reports.write(cells);
    reports.show(cells, surroundings.screen());
  }

  /** The splits in words. */
  private List<String> rank(RankingPlan plan, ResultsFile results, Laboratory laboratory)
      throws IOException {
    Path folder = ranking.export();
    RankingExperiment.ListSink lists = (split, model, seed, found) -> {};
    if (folder != null) {
      RankingExport export = new RankingExport(folder);
      for (RankingSplit split : plan.splits()) {
        export.write(split);
      }
      lists = export;
    }
    Set<CellKey> done = results.cells().stream().map(Cell::key).collect(Collectors.toSet());
    try (GridDisplay display = new GridDisplay(surroundings.screen(), System::nanoTime)) {
      new RankingExperiment(plan, laboratory, lists).run(done, results::append, display);
    }
    return plan.splits().stream().map(RankingSplit::facts).toList();
  }

  private static Laboratory laboratory(PluginContext context) {
    return new Laboratory(context, System::nanoTime, new HeapMeter(), Laboratory.Timing.defaults());
  }

  private void measure(PluginCatalog plugins, ResultsFile results, Laboratory laboratory)
      throws IOException {
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

  private ReportFacts facts(int parallelism, List<String> measured) throws IOException {
    List<String> typed = spec.commandLine().getParseResult().originalArgs();
    return new ReportFacts(
        InstantSource.system().instant(), "lethe " + String.join(" ", typed),
        MachineFacts.of(parallelism), measured);
  }
}
