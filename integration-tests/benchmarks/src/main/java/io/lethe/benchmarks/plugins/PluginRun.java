package io.lethe.benchmarks.plugins;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Words;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.load.SyntheticCsv;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.client.plugin.PluginChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A family is replaced again and again while it serves at half of what the server can do: each time
 * another build is written over the one before, the server reads its plugin folder, and the model is
 * trained by it. Told are failed and mixed answers, latencies before and meanwhile, and memory after each
 * replacement: heap after a full collection, and class loaders of plugins.
 */
public final class PluginRun {

  private static final String MODEL = "replaced";
  private static final String FAMILY = "mf";
  private static final String LOADER = "io.lethe.engine.plugin.PluginClassLoader";
  private static final SyntheticCsv RATINGS = new SyntheticCsv(3000, 2000, 20);
  private static final Map<String, String> OPTIONS = Map
      .of("factors", "32", "epochs-max", "2", "batch-size", "512");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CALLERS = 8;
  private static final double SHARE = 0.5;
  /** From which replacement on memory must not grow: by then everything was loaded once. */
  private static final int SETTLED = 5;
  private static final double GROWTH_MAX = 1.1;

  private final Path launcher;
  private final Path data;
  private final int replacements;
  private final Duration measured;

  private PluginRun(Path launcher, Path data, int replacements, Duration measured) {
    this.launcher = launcher;
    this.data = data;
    this.replacements = replacements;
    this.measured = measured;
  }

  /** Arguments: launcher script, folder for the data, and numbers by name. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Words words = Words.of(List.of(arguments).subList(2, arguments.length));
    new PluginRun(
        Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath(),
        (int) words.number("replacements", 20), Duration.ofSeconds(words.number("seconds", 5)))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    Path plugins = data.resolveSibling("plugins");
    FamilyBuilds builds = new FamilyBuilds(
        launcher.resolveSibling("server/dist/target/lethe/plugins").resolve(FAMILY),
        plugins.resolve(FAMILY));
    builds.install(0);
    Path csv = data.resolveSibling("ratings.csv");
    RATINGS.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    Map<String, String> settings = Map
        .of("LETHE_PLUGINS_FOLDER", plugins.toString(), "LETHE_CACHE_ITEMS_MAX", "0");
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        LetheClient client = server.client();
        LetheClient calling = server.client()) {
      ModelVersion _ = train(client);
      PacedCallers callers = new PacedCallers(calling, MODEL, RATINGS.userIds(), CALLERS);
      PacedCallers.Outcome _ = callers.saturating(measured);
      double capacity = callers.saturating(measured).rate();
      Console.line("capacity with %d callers: %.0f calls/s", CALLERS, capacity);
      replace(server, client, callers, capacity * SHARE, builds);
    }
  }

  private void replace(
      ServerProcess server, LetheClient client, PacedCallers callers, double rate,
      FamilyBuilds builds) throws IOException, InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<PacedCallers.Outcome> load = CompletableFuture.supplyAsync(() -> {
      try {
        return callers.until(stop, rate);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    });
    double settled = 0;
    double heap = 0;
    long loaders = 0;
    try {
      for (int k = 1; k <= replacements; k++) {
        long millis = replace(client, builds, k);
        heap = server.heapMegabytes();
        loaders = server.instances(LOADER);
        settled = k == SETTLED ? heap : settled;
        Console.line(
            "replacement %2d: read in %4d ms   heap %.1f MB, %d class loaders", k, millis, heap,
            loaders);
      }
    } finally {
      stop.set(true);
    }
    report(load.join(), rate, settled, heap, loaders);
  }

  /** How long reading the folder takes, milliseconds. */
  private static long replace(LetheClient client, FamilyBuilds builds, int number)
      throws IOException {
    builds.install(number);
    long begin = System.nanoTime();
    List<PluginChange> changes = client.reloadPlugins();
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    PluginChange change = changes.getFirst();
    if (change.outcome() != PluginChange.Outcome.REPLACED
        || !train(client).pluginDigest().equals(change.digest())) {
      throw new IllegalStateException("the new build did not train: " + changes);
    }
    return millis;
  }

  private static ModelVersion train(LetheClient client) {
    return client.train(TrainingRequest.of(MODEL, FAMILY).with(OPTIONS))
        .await(progress -> {}, PATIENCE);
  }

  private static void report(
      PacedCallers.Outcome load, double rate, double settled, double heap, long loaders) {
    Console.line(
        "%d calls in %.1f s, %.0f/s of %.0f/s wanted: %d failed, %d mixed   %s", load.calls(),
        load.seconds(), load.rate(), rate, load.failed(), load.mixed(), load.latencies());
    boolean flat = settled == 0 || heap <= settled * GROWTH_MAX;
    Console.line(
        "heap %.1f MB after replacement %d, %.1f MB after the last (%s); %d class loaders", settled,
        SETTLED, heap, flat ? "met" : "NOT MET", loaders);
    if (load.failed() + load.mixed() > 0) {
      throw new IllegalStateException("answers failed or mixed versions");
    }
  }
}
