package io.lethe.benchmarks.quality;

import com.google.errorprone.annotations.FormatMethod;
import io.lethe.cli.evaluate.SplitFolder;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.unlearning.ErasedEntities;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Our implementations of other methods beside what their authors' code gave on the same splits, so
 * that a comparison with our implementation is one with theirs. Arguments: {@code seeds=N}, {@code only=TEXT} and
 * {@code except=TEXT} (lines of the table by whether plugin, options and strategy contain it),
 * {@code also=NAME+NAME} (more strategies), and folders named like the data sets of {@code
 * peer-figures.csv}, or their {@code split-2pct}.
 */
public final class PeerRuns {

  private static final PrintStream OUT = System.out;
  private static final Map<String, String> PEER_OPTIONS = Map.of(
      "objective", "explicit", "factors", "48", "l2", "0", "threshold", "0.5", "batch-size", "2048",
      "learning-rate", "0.001", "init-deviation", "0.001", "patience", "11");

  private final Map<String, String> arguments;
  private final List<PeerFigure> figures;

  private PeerRuns(Map<String, String> arguments, List<PeerFigure> figures) {
    this.arguments = arguments;
    this.figures = figures;
  }

  /** Runs all folders. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> named = new HashMap<>();
    List<Path> folders = new ArrayList<>();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length == 2) {
        named.put(pair[0], pair[1]);
      } else {
        folders.add(Path.of(argument));
      }
    }
    PeerRuns runs = new PeerRuns(named, PeerFigure.all());
    for (Path folder : folders) {
      runs.run(folder);
    }
  }

  private void run(Path folder) throws IOException {
    String data = dataOf(folder);
    Dataset split = SplitFolder.read(folder);
    Map<List<String>, List<PeerFigure>> groups = new LinkedHashMap<>();
    figures.stream()
        .filter(figure -> figure.data().equals(data))
        .forEach(
            figure -> groups
                .computeIfAbsent(
                    List.of(figure.plugin(), figure.options()), key -> new ArrayList<>())
                .add(figure));
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      PluginContext context = new PluginContext(executor, threads, InstantSource.system());
      for (Map.Entry<List<String>, List<PeerFigure>> group : groups.entrySet()) {
        List<PeerFigure> wanted = Stream
            .concat(group.getValue().stream(), alsoFor(group.getKey()).stream())
            .filter(this::isWanted)
            .toList();
        for (long seed = 1; !wanted.isEmpty() && seed <= number("seeds"); seed++) {
          line("%n%s, %s, seed %d", data, String.join(" ", group.getKey()), seed);
          new Group(split, context, group.getKey(), seed).run(wanted);
        }
      }
    }
  }

  private String dataOf(Path folder) {
    return figures.stream()
        .map(PeerFigure::data)
        .filter(name -> folder.endsWith(name) || folder.endsWith(Path.of(name, "split-2pct")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(folder + " is no data set with figures"));
  }

  private boolean isWanted(PeerFigure figure) {
    String all = String.join(" ", figure.plugin(), figure.options(), figure.strategy());
    String except = arguments.getOrDefault("except", "");
    return all.contains(arguments.getOrDefault("only", ""))
        && (except.isEmpty() || !all.contains(except));
  }

  /** More strategies than those with figures, on the same original. */
  private List<PeerFigure> alsoFor(List<String> model) {
    return Arrays.stream(arguments.getOrDefault("also", "").split("\\+", -1))
        .filter(strategy -> !strategy.isEmpty())
        .map(
            strategy -> new PeerFigure(
                "", model.getFirst(), model.getLast(), strategy, Double.NaN, Double.NaN, Double.NaN,
                Double.NaN))
        .toList();
  }

  private int number(String name) {
    return Integer.parseInt(arguments.getOrDefault(name, "1"));
  }

  @FormatMethod
  private static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }

  /** One original and what becomes of it. */
  private static final class Group {

    private final Dataset split;
    private final Setting setting;
    private final ForgetRequest request;
    private final Strategies strategies = new Strategies(
        new InfluenceUnlearner(UnlearningConfig.defaults(), Kernels.fastest(), System::nanoTime),
        Kernels.fastest());

    Group(Dataset split, PluginContext context, List<String> model, long seed) {
      this.split = split;
      this.request = new ForgetRequest(split.wrong(), ErasedEntities.none());
      RecommenderPlugin plugin = ServiceLoader.load(RecommenderPlugin.class)
          .stream()
          .map(ServiceLoader.Provider::get)
          .filter(found -> found.name().equals(model.getFirst()))
          .findFirst()
          .orElseThrow();
      Map<String, String> options = new HashMap<>(PEER_OPTIONS);
      Arrays.stream(model.getLast().split(" ", -1))
          .filter(option -> !option.isEmpty())
          .map(option -> option.split("=", 2))
          .forEach(pair -> options.put(pair[0], pair[1]));
      TrainedModel original = plugin.trainer(new TrainingConfig(seed, options), context)
          .train(
              new TrainingData(
                  InteractionView.of(split.trainingWithWrongLabels()),
                  InteractionView.of(split.validation())),
              progress -> {});
      this.setting = new Setting(
          plugin, context, new TrainingConfig(seed, original.effective()), original,
          split.trainingWithWrongLabels(), split.validation(), Dataset.THRESHOLD);
    }

    void run(List<PeerFigure> figures) {
      RecommenderModel retrained = strategies.named("retrain")
          .prepare(setting)
          .forget(request)
          .next()
          .model();
      PeerMeter meter = new PeerMeter(split, retrained);
      line(
          "%-34s  %13s  %13s  %13s  %13s  %9s  %s", "strategy", "AUC peer/our", "|dp| test",
          "|dp| forgot", "P(label)", "ms", "measures");
      for (PeerFigure figure : figures) {
        Forgetful ready = strategies.named(figure.strategy()).prepare(setting);
        long began = System.nanoTime();
        Forgetful.Step step = ready.forget(request);
        double millis = (System.nanoTime() - began) / 1e6;
        print(figure, meter.measure(step.next().model()), millis, step.measures());
      }
    }

    private static void print(
        PeerFigure peer, PeerMeter.Found our, double millis, Map<String, Double> measures) {
      line(
          "%-34s  %5.4f / %5.4f  %5.4f / %5.4f  %5.4f / %5.4f  %5.3f / %5.3f  %9.1f  %s",
          peer.strategy(), peer.auc(), our.auc(), peer.test(), our.test(), peer.forgotten(),
          our.forgotten(), peer.label(), our.label(), millis, new TreeMap<>(measures));
    }
  }
}
