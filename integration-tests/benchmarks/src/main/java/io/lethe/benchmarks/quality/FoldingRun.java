package io.lethe.benchmarks.quality;

import com.google.errorprone.annotations.FormatMethod;
import io.lethe.engine.popularity.ItemPopularity;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.store.input.InputOptions;
import io.lethe.store.input.InteractionReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * What a list is worth that a newcomer's first few interactions are asked for, beside the list
 * after a training that had them. Arguments: {@code families=NAME+NAME}, {@code given=N+N}, {@code
 * users=N} (most newcomers), {@code seeds=N} (trainings that had the interactions), and a file of
 * interactions with times. Options are the defaults; what a family chooses, it chooses on held-out
 * interactions of the others, once.
 */
public final class FoldingRun {

  private static final PrintStream OUT = System.out;
  private static final String FAMILIES = "ease+ials+mf+lightgcn";
  private static final String GIVEN = "5+20+50";
  private static final int USERS_MAX = 1000;
  private static final int SEEDS = 2;
  /** Of a newcomer so many interactions are left to hold a list against. */
  private static final int REST_MIN = 10;

  private final FoldingData data;
  private final PluginContext context;
  private final int[] given;
  private final int seeds;

  private FoldingRun(FoldingData data, PluginContext context, int[] given, int seeds) {
    this.data = data;
    this.context = context;
    this.given = given;
    this.seeds = seeds;
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
    int[] given = Arrays.stream(named.getOrDefault("given", GIVEN).split("\\+", -1))
        .mapToInt(Integer::parseInt)
        .sorted()
        .toArray();
    FoldingData data = FoldingData.of(
        new InteractionReader(InputOptions.defaults()).read(Path.of(files.getFirst())),
        number(named, "users", USERS_MAX), given[given.length - 1] + REST_MIN);
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      FoldingRun run = new FoldingRun(
          data, new PluginContext(executor, threads, InstantSource.system()), given,
          number(named, "seeds", SEEDS));
      run.popular();
      for (String family : named.getOrDefault("families", FAMILIES).split("\\+", -1)) {
        run.run(family);
      }
    }
  }

  private static int number(Map<String, String> named, String name, int usual) {
    return Integer.parseInt(named.getOrDefault(name, String.valueOf(usual)));
  }

  private void popular() {
    line(
        "%d newcomers, relevant from %.2f; NDCG@10 after %s interactions", data.newcomers(),
        data.relevantFrom(), Arrays.toString(given));
    int[] order = new ItemPopularity(data.others().training()).ranking().items();
    for (int first : given) {
      line(
          "most popular, %d given: %.4f", first,
          data.ndcg(first, (user, own, excluded, items, scores) -> {
            int filled = 0;
            for (int k = 0; k < order.length && filled < items.length; k++) {
              if (Arrays.binarySearch(excluded, order[k]) < 0) {
                items[filled++] = order[k];
              }
            }
            return filled;
          }));
    }
  }

  private void run(String family) {
    RecommenderPlugin plugin = ServiceLoader.load(RecommenderPlugin.class)
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals(family))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no family is named " + family));
    long began = System.nanoTime();
    TrainedModel chosen = train(plugin, 1, Map.of(), data.choosing());
    Map<String, String> options = chosen.finalFit().isEmpty()
        ? chosen.effective()
        : chosen.finalFit();
    RecommenderModel model = train(plugin, 1, options, data.others()).model();
    if (!(model instanceof HistoryModel history)) {
      line("%s cannot be asked for a history", family);
      return;
    }
    for (int first : given) {
      double folded = data.ndcg(first, folded(history));
      List<String> retrained = new ArrayList<>();
      for (long seed = 1; seed <= seeds; seed++) {
        RecommenderModel again = train(plugin, seed, options, data.training(first)).model();
        double ndcg = data.ndcg(
            first,
            (user, own, excluded, items, scores) -> again.topItems(user, excluded, items, scores));
        retrained.add("%.4f (share %.3f)".formatted(ndcg, folded / ndcg));
      }
      line(
          "%s, %d given: folded in %.4f, retrained %s", family, first, folded,
          String.join(", ", retrained));
    }
    line("%s took %.0f s", family, (System.nanoTime() - began) / 1e9);
  }

  private TrainedModel train(
      RecommenderPlugin plugin, long seed, Map<String, String> options, TrainingData rows) {
    return plugin.trainer(new TrainingConfig(seed, new HashMap<>(options)), context)
        .train(rows, progress -> {});
  }

  private FoldingData.Lists folded(HistoryModel model) {
    Interactions all = data.all();
    return (user, own, excluded, items, scores) -> {
      int[] history = new int[own.length];
      float[] values = new float[own.length];
      for (int k = 0; k < own.length; k++) {
        history[k] = all.item(own[k]);
        values[k] = all.value(own[k]);
      }
      return model.topItems(history, values, excluded, items, scores);
    };
  }

  @FormatMethod
  private static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
