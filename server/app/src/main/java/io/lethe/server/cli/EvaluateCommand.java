package io.lethe.server.cli;

import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.plugin.PluginFolder;
import io.lethe.evaluation.ModelQuality;
import io.lethe.evaluation.QualityMeter;
import io.lethe.server.config.ServerConfig;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evaluate",
    description = {"Trains a model on a part of a file and measures it on the rest: the area under "
        + "the ROC curve over all test interactions, and, ranking every item a user has not seen, "
        + "NDCG@10 and the hit rate HR@10.", "Needs no server and keeps nothing."})
final class EvaluateCommand implements Callable<Integer> {

  private static final String THRESHOLD = "threshold";
  private static final int DIGITS = 4;

  private final Surroundings surroundings;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Parameters(
      description = "In any form that 'lethe import' reads.",
      paramLabel = "FILE") private Path file = Path.of("");

  @Option(
      names = "--plugin",
      defaultValue = "mf",
      description = "The model family; 'lethe plugins' lists them. Default: mf",
      paramLabel = "NAME") private String plugin = "";

  @Option(
      names = {"-o", "--option"},
      description = "A training option of the plugin; 'lethe plugins' lists them.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

  @Option(
      names = "--threshold",
      defaultValue = "3",
      description = "Values above it are positive, in training and in the test. Default: 3",
      paramLabel = "VALUE") private float threshold;

  @Option(
      names = "--test-share",
      defaultValue = "0.2",
      description = "Share of the interactions to measure on, above 0 and below 1. Default: 0.2",
      paramLabel = "SHARE") private double testShare;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the split and of training. Default: 1",
      paramLabel = "N") private long seed;

  EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    if (!(testShare > 0 && testShare < 1)) {
      throw new CommandException(
          ExitCode.USAGE, "--test-share %s is not above 0 and below 1".formatted(testShare));
    }
    ServerConfig config = ServerConfig.of(options.load(surroundings));
    RecommenderPlugin family = PluginFolder
        .load(config.pluginsFolder(), RecommenderPlugin.class.getClassLoader())
        .find(plugin);
    EvaluationSplit split = EvaluationSplit.of(input.read(file).columns(), testShare, seed);
    Screen screen = surroundings.screen();
    screen.line(
        "%s to learn from, %s to stop by, %s to measure on".formatted(
            Units.count(split.training().size(), "interaction"),
            Units.count(split.validation().size()), Units.count(split.test().size())));
    long began = System.nanoTime();
    TrainedModel trained = train(family, split, config.computeThreads());
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    QualityMeter meter = new QualityMeter(split.training(), split.test(), threshold);
    print(meter.measure(trained.model()), time);
    return ExitCode.DONE;
  }

  private TrainedModel train(RecommenderPlugin family, EvaluationSplit split, int threads) {
    TrainingConfig config = new TrainingConfig(seed, trainingOptions(family));
    try (ExecutorService compute = Executors.newFixedThreadPool(threads);
        TrainingDisplay display = new TrainingDisplay(surroundings.screen())) {
      PluginContext context = new PluginContext(compute, threads, InstantSource.system());
      return PluginCalls.call(
          family, () -> family.trainer(config, context).train(split.trainingData(), display::show));
    }
  }

  /** What counts as positive is said once, for those families that have to know. */
  private Map<String, String> trainingOptions(RecommenderPlugin family) {
    Map<String, String> all = new LinkedHashMap<>();
    if (family.options().stream().anyMatch(option -> option.name().equals(THRESHOLD))) {
      all.put(THRESHOLD, String.valueOf(threshold));
    }
    all.putAll(pluginOptions);
    return all;
  }

  private void print(ModelQuality quality, Duration time) {
    String interactions = Units.count(quality.interactions(), "interaction");
    String users = Units.count(quality.users(), "user");
    surroundings.screen()
        .table(
            Table.of("measure", ">value", "over")
                .row("AUC", Units.decimals(quality.auc(), DIGITS), interactions)
                .row("NDCG@10", Units.decimals(quality.ndcgAt10(), DIGITS), users)
                .row("HR@10", Units.decimals(quality.hitRateAt10(), DIGITS), users)
                .row("training", Units.duration(time), ""),
            true);
  }
}
