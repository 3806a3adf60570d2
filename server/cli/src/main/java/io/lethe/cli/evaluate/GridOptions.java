package io.lethe.cli.evaluate;

import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.evaluation.experiment.ForgetKind;
import io.lethe.evaluation.experiment.ModelChoice;
import io.lethe.evaluation.experiment.Plan;
import io.lethe.evaluation.experiment.ScalingPlan;
import io.lethe.evaluation.ranking.RankingPlan;
import io.lethe.evaluation.ranking.RankingSplit;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.evaluation.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared, on what. */
final class GridOptions {

  /** A comma that does not lead on to a further option of the same name. */
  private static final String BETWEEN_NAMES = ",(?![^,:]*=)";

  private static final double INTERACTIONS_PER_MILLION = 1e6;

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Option(
      names = "--data",
      arity = "1..*",
      description = "Folders with a fixed split (train_normal, train_random, valid and test, each "
          + ".csv.gz of user index, item index, label), or files of ratings, which are split by a "
          + "hash of each pair. Default: made-up ratings.",
      paramLabel = "FOLDER|FILE") private List<Path> data = new ArrayList<>();

  @Option(
      names = "--items",
      description = "What the items are, for families that ask for features of items: a file as 'lethe "
          + "items update' takes it. The items of a folder are named by their indices there.",
      paramLabel = "FILE") private @Nullable Path items;

  @Option(
      names = "--model",
      arity = "1..*",
      description = "Model families with training options, such as mf or mf,l2=6,mode=converged; "
          + "'lethe plugins' lists both. Default: the preset's.",
      paramLabel = "NAME[,OPTION=VALUE...]") private List<String> models = new ArrayList<>();

  @Option(
      names = "--methods",
      arity = "1..*",
      description = "Ways to forget, such as retrain,lethe-fast or ifru-published:hops=1. All: "
          + "${COMPLETION-CANDIDATES}. Default: the preset's.",
      completionCandidates = MethodNames.class,
      paramLabel = "NAME[:OPTION=VALUE...]") private List<String> methods = new ArrayList<>();

  @Option(
      names = "--forget",
      arity = "1..*",
      description = "What is forgotten: ${COMPLETION-CANDIDATES}. Default: the preset's.",
      completionCandidates = ForgetNames.class,
      paramLabel = "NAME") private List<String> forget = new ArrayList<>();

  @Option(
      names = "--seeds",
      split = ",",
      description = "Of training and of the forget sets, such as 1,2,3. Default: the preset's.",
      paramLabel = "N") private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--preset",
      defaultValue = "quick",
      description = "quick: mf, a few methods, one seed; minutes. full: every family, method and "
          + "forget set, three seeds; hours. Default: quick",
      paramLabel = "NAME") private Preset preset = Preset.QUICK;

  @Option(
      names = "--threshold",
      defaultValue = "3",
      description = "Unlearning, files: ratings above it are positive. Default: 3",
      paramLabel = "VALUE") private float threshold;

  @Option(
      names = "--test-share",
      defaultValue = "0.2",
      description = "Files: share of the ratings (ranking: of each user's positives) to measure on, above 0 "
          + "and below 1. Default: 0.2",
      paramLabel = "SHARE") private double testShare;

  Plan plan(PluginCatalog plugins, Strategies strategies) throws IOException {
    checkTestShare();
    List<ForgetKind> kinds = chosen(forget, preset.forget(), ForgetKind.ids())
        .map(named("--forget", ForgetKind::of))
        .toList();
    List<Strategy> compared = chosen(methods, preset.methods(), strategies.names())
        .map(named("--methods", strategies::named))
        .toList();
    return new Plan(
        read(), models(plugins), kinds, compared, seeds.isEmpty() ? preset.seeds() : seeds);
  }

  /** Models and methods on made-up data of growing size, given in millions. */
  ScalingPlan scaling(
      PluginCatalog plugins, Strategies strategies, List<Double> millions, double fullMillions) {
    if (items != null) {
      throw new CommandException(ExitCode.USAGE, "--items goes without --scaling only");
    }
    List<String> compared = methods.isEmpty() ? List.of("lethe-fast") : methods;
    List<Integer> sizes = millions.stream().map(GridOptions::interactions).toList();
    try {
      return new ScalingPlan(
          sizes, models(plugins),
          chosen(compared, List.of(), List.of()).map(named("--methods", strategies::named))
              .toList(),
          seeds.isEmpty() ? 1 : seeds.getFirst(), interactions(fullMillions));
    } catch (IllegalArgumentException refused) {
      throw new CommandException(ExitCode.USAGE, "--scaling: " + refused.getMessage());
    }
  }

  /**
   * Splits and models whose lists are compared.
   *
   * @throws CommandException if an option is given that only unlearning has
   */
  RankingPlan ranking(PluginCatalog plugins, RankingOptions ranking) throws IOException {
    if (!methods.isEmpty() || !forget.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "%s goes with --task unlearning only"
              .formatted(methods.isEmpty() ? "--forget" : "--methods"));
    }
    checkTestShare();
    RankingData reader = new RankingData(input, ranking.rule(testShare), ItemsFile.read(items));
    List<RankingSplit> splits = new ArrayList<>();
    for (Path path : data) {
      splits.add(reader.read(path));
    }
    List<String> usual = preset.rankedModels(installed(plugins));
    return new RankingPlan(
        data.isEmpty() ? List.of(reader.madeUp()) : splits,
        chosen(models, usual, usual).map(text -> model(text, plugins)).toList(),
        seeds.isEmpty() ? preset.rankedSeeds() : seeds);
  }

  private void checkTestShare() {
    if (!(testShare > 0 && testShare < 1)) {
      throw new CommandException(
          ExitCode.USAGE, "--test-share %s is not above 0 and below 1".formatted(testShare));
    }
  }

  private static int interactions(double millions) {
    return (int) Math.round(millions * INTERACTIONS_PER_MILLION);
  }

  private List<ModelChoice> models(PluginCatalog plugins) {
    return chosen(models, preset.models(), installed(plugins)).map(text -> model(text, plugins))
        .toList();
  }

  private List<Dataset> read() throws IOException {
    EvaluationData reader = new EvaluationData(input, threshold, testShare, ItemsFile.read(items));
    List<Dataset> sets = new ArrayList<>();
    for (Path path : data) {
      sets.add(reader.read(path));
    }
    return data.isEmpty() ? List.of(reader.madeUp()) : sets;
  }

  private static List<String> installed(PluginCatalog plugins) {
    return plugins.plugins().stream().map(plugin -> plugin.plugin().name()).distinct().toList();
  }

  private static Stream<String> chosen(List<String> asked, List<String> usual, List<String> all) {
    if (!asked.isEmpty()) {
      return asked.stream().flatMap(text -> Stream.of(text.split(BETWEEN_NAMES, -1)));
    }
    return (usual.isEmpty() ? all : usual).stream();
  }

  private static <T> Function<String, T> named(String option, Function<String, T> make) {
    return text -> {
      try {
        return make.apply(text);
      } catch (IllegalArgumentException unknown) {
        throw new CommandException(ExitCode.USAGE, option + ": " + unknown.getMessage());
      }
    };
  }

  private static ModelChoice model(String text, PluginCatalog plugins) {
    String[] parts = text.split(",", -1);
    Map<String, String> options = new LinkedHashMap<>();
    for (int k = 1; k < parts.length; k++) {
      String[] pair = parts[k].split("=", 2);
      if (pair.length < 2) {
        throw new CommandException(
            ExitCode.USAGE, "--model %s: '%s' is no OPTION=VALUE".formatted(text, parts[k]));
      }
      options.put(pair[0], pair[1]);
    }
    return new ModelChoice(text, plugins.find(parts[0]), options);
  }
}
