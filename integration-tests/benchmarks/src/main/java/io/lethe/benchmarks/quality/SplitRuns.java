package io.lethe.benchmarks.quality;

import com.google.errorprone.annotations.FormatMethod;
import io.lethe.evaluation.ComparedModel;
import io.lethe.evaluation.Comparison;
import io.lethe.evaluation.RemovalSplit;
import io.lethe.evaluation.UnlearningComparison;
import io.lethe.kernels.Kernels;
import io.lethe.plugins.mf.MfPlugin;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Matrix factorization on folders with a fixed split: original, coupled retraining, retraining with
 * another seed, and the unlearned model, over some seeds. Arguments: {@code option=value} for the
 * plugin, {@code seeds=N}, and folders.
 */
public final class SplitRuns {

  private static final int WARM_UPS = 50;
  private static final PrintStream OUT = System.out;

  private final int seeds;
  private final Map<String, String> options;

  private SplitRuns(int seeds, Map<String, String> options) {
    this.seeds = seeds;
    this.options = Map.copyOf(options);
  }

  /** Runs all folders. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new HashMap<>(
        Map.of("objective", "explicit", "threshold", "0.5"));
    Arrays.stream(arguments)
        .filter(argument -> argument.contains("="))
        .map(argument -> argument.split("=", 2))
        .forEach(pair -> options.put(pair[0], pair[1]));
    int seeds = Integer.parseInt(options.getOrDefault("seeds", "1"));
    options.remove("seeds");
    SplitRuns runs = new SplitRuns(seeds, options);
    for (String argument : arguments) {
      if (!argument.contains("=")) {
        runs.run(Path.of(argument));
      }
    }
  }

  private void run(Path folder) throws IOException {
    RemovalSplit split = SplitFolder.read(folder);
    int threads = Runtime.getRuntime().availableProcessors();
    line(
        "%n%s: %d interactions, %d to forget, %d threads, %s", folder, split.training().size(),
        split.forget().length, threads, options);
    line(
        "%-4s  %-10s  %6s  %9s  %9s  %6s  %6s  %8s  %10s", "seed", "model", "AUC", "|dp| forg",
        "|dp| test", "rel F", "rel T", "P(label)", "ms");
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      PluginContext context = new PluginContext(executor, threads, InstantSource.system());
      UnlearningComparison comparison = new UnlearningComparison(
          new MfPlugin(), context,
          new InfluenceUnlearner(UnlearningConfig.defaults(), Kernels.fastest(), System::nanoTime),
          System::nanoTime, WARM_UPS);
      for (int seed = 1; seed <= seeds; seed++) {
        print(seed, comparison.run(split, new TrainingConfig(seed, options)));
      }
    }
  }

  private static void print(int seed, Comparison found) {
    for (ComparedModel model : found.models()) {
      line(
          "%-4d  %-10s  %.4f  %9.4f  %9.4f  %6.3f  %6.3f  %8.3f  %10.2f", seed, model.name(),
          model.auc(), model.forgotten().mean(), model.test().mean(), model.forgotten().relative(),
          model.test().relative(), model.forgottenLabel(), model.millis());
    }
    String phases = found.report()
        .phases()
        .stream()
        .map(phase -> "%s %.2f".formatted(phase.name(), phase.duration().toNanos() / 1e6))
        .collect(Collectors.joining(", "));
    line(
        "      damping %.2f, prepared in %.0f ms; unlearned in ms: %s", found.damping(),
        found.prepareMillis(), phases);
  }

  @FormatMethod
  private static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
