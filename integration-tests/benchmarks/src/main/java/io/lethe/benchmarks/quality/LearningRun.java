package io.lethe.benchmarks.quality;

import com.google.errorprone.annotations.FormatMethod;
import io.lethe.benchmarks.quality.LearningData.Pairs;
import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.store.input.InputOptions;
import io.lethe.store.input.InteractionReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Where a model is that learned the last rows, beside one that was trained on them, too. Arguments:
 * {@code families=NAME+NAME}, {@code part=P} (of the rows, the last by time), {@code batch=N} (rows of an
 * addition), and a file of interactions with times. Options are the defaults; what a family chooses,
 * it chooses on held-out interactions of the first rows, once.
 */
public final class LearningRun {

  private static final PrintStream OUT = System.out;
  private static final String FAMILIES = "ease+ials+mf+lightgcn";
  private static final int DRAWN = 200_000;

  private final LearningData data;
  private final PluginContext context;
  private final int batch;

  private LearningRun(LearningData data, PluginContext context, int batch) {
    this.data = data;
    this.context = context;
    this.batch = batch;
  }

  /** Runs all families. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> named = Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    List<String> files = Arrays.stream(arguments)
        .filter(argument -> argument.indexOf('=') < 0)
        .toList();
    LearningData data = LearningData.of(
        new InteractionReader(InputOptions.defaults()).read(Path.of(files.getFirst())),
        Double.parseDouble(named.getOrDefault("part", "0.02")));
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      LearningRun run = new LearningRun(
          data, new PluginContext(executor, threads, InstantSource.system()),
          Integer.parseInt(named.getOrDefault("batch", "1000")));
      for (String family : named.getOrDefault("families", FAMILIES).split("\\+", -1)) {
        run.run(family);
      }
    }
  }

  private void run(String family) {
    RecommenderPlugin plugin = ServiceLoader.load(RecommenderPlugin.class)
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals(family))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no family is named " + family));
    TrainedModel chosen = train(plugin, 1, Map.of(), data.choosing());
    Map<String, String> options = chosen.finalFit().isEmpty()
        ? chosen.effective()
        : chosen.finalFit();
    RecommenderModel trained = train(plugin, 1, options, only(data.first())).model();
    if (!(trained instanceof LearningModel model)) {
      line("%s does not learn", family);
      return;
    }
    long began = System.nanoTime();
    RecommenderModel retrained = train(plugin, 1, options, only(data.size())).model();
    double seconds = (System.nanoTime() - began) / 1e9;
    RecommenderModel other = train(plugin, 2, options, only(data.size())).model();
    RecommenderModel learned = learned(family, model);
    List<Pairs> groups = List.of(data.known(), data.learned(), data.drawn(DRAWN));
    List<String> names = List.of("added pairs, known rows", "added pairs", "drawn pairs");
    for (int k = 0; k < groups.size(); k++) {
      Pairs pairs = groups.get(k);
      double nothing = distance(trained, retrained, pairs);
      line(
          "%s, %d %s: nothing %.4f, learned %.3f, another seed %.3f", family, pairs.size(),
          names.get(k), nothing, distance(learned, retrained, pairs) / nothing,
          distance(other, retrained, pairs) / nothing);
    }
    line("%s: a training took %.1f s", family, seconds);
  }

  private RecommenderModel learned(String family, LearningModel trained) {
    LearningModel model = trained;
    InteractionView before = data.upTo(data.first());
    int count = Math.ceilDiv(data.size() - data.first(), batch);
    double[] millis = new double[count];
    double residual = 0;
    long changed = 0;
    for (int k = 0; k < count; k++) {
      InteractionView after = data.upTo(Math.min(data.size(), data.first() + (k + 1) * batch));
      long began = System.nanoTime();
      Learned learned = model.learn(new Addition(before, after));
      millis[k] = (System.nanoTime() - began) / 1e6;
      residual = Math.max(residual, learned.residual());
      changed += learned.changedRows();
      model = learned.model();
      before = after;
    }
    Arrays.sort(millis);
    line(
        "%s, %d additions of %d rows: %.1f ms (median), at most %.1f ms; %d rows changed (mean),"
            + " residual at most %.2g",
        family, count, batch, millis[count / 2], millis[count - 1], changed / count, residual);
    return model;
  }

  private TrainingData only(int rows) {
    InteractionView view = data.upTo(rows);
    return new TrainingData(view, InteractionView.of(view.all().at(new int[0])));
  }

  private TrainedModel train(
      RecommenderPlugin plugin, long seed, Map<String, String> options, TrainingData rows) {
    return plugin.trainer(new TrainingConfig(seed, new HashMap<>(options)), context)
        .train(rows, progress -> {});
  }

  /** Root of the mean squared difference; of probabilities, where scores are logits. */
  private static double distance(RecommenderModel left, RecommenderModel right, Pairs pairs) {
    double sum = 0;
    for (int k = 0; k < pairs.size(); k++) {
      double difference = prediction(left, pairs.users()[k], pairs.items()[k])
          - prediction(right, pairs.users()[k], pairs.items()[k]);
      sum += difference * difference;
    }
    return Math.sqrt(sum / pairs.size());
  }

  /** What a model does not know has the score 0. */
  private static double prediction(RecommenderModel model, int user, int item) {
    float[] score = new float[1];
    if (user < model.userCount() && item < model.itemCount()) {
      model.score(user, new int[]{item}, score);
    }
    return model.scoreScale() == ScoreScale.LOGIT ? 1 / (1 + Math.exp(-score[0])) : score[0];
  }

  @FormatMethod
  private static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
