package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.figures.Words;
import io.lethe.benchmarks.living.LivingRun;
import io.lethe.benchmarks.start.StartRun;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The load runs by name: {@code erasures}, {@code recommend}, {@code kills}, {@code appends}, {@code living}, {@code start}, {@code split}, {@code
 * overload}, {@code attacks}, {@code swaps}, {@code duplicates}, {@code filters}. Arguments: the run, the launcher script, a gzipped CSV of ratings with
 * header (for {@code split} a folder with a fixed split; not read by the last five), a folder for the
 * server's data, which must not exist, and for the last five numbers by name. {@code erasures}
 * takes the plugin, else the server chooses by the size of the data, and {@code n=} erasures.
 */
public final class LoadRuns {

  private static final String MODEL = "ratings";
  private static final Map<String, String> OPTIONS = Map.of("factors", "48");
  private static final Set<String> OPTION_NAMES = Set.of("factors", "epochs-max");
  private static final Duration TRAINING_MAX = Duration.ofMinutes(10);
  private static final int WARMUP = 20;
  private static final int ERASURES = 200;
  private static final int RETRAININGS = 3;
  private static final int SWAPS = 100;
  private static final int KILLS = 20;
  private static final int CALLS = 20_000;
  private static final int WARMUP_CALLS = 20_000;
  private static final int[] CALLERS = {1, 8};

  private final Path launcher;
  private final Path file;
  private final Path data;

  private LoadRuns(Path launcher, Path file, Path data) {
    this.launcher = launcher;
    this.file = file;
    this.data = data;
  }

  /** Runs one. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 4) {
      throw new IllegalArgumentException(
          "usage: erasures|recommend|kills|appends|living|start LAUNCHER CSV DATA, or split LAUNCHER FOLDER DATA,"
              + " or overload|attacks|swaps|duplicates|filters LAUNCHER - DATA [name=value ...]");
    }
    List<String> more = List.of(arguments).subList(4, arguments.length);
    LoadRuns runs = new LoadRuns(
        Path.of(arguments[1]).toAbsolutePath(), Path.of(arguments[2]).toAbsolutePath(),
        Path.of(arguments[3]).toAbsolutePath());
    switch (arguments[0]) {
      case "erasures" -> runs.erasures(more);
      case "recommend" -> runs.recommend();
      case "kills" -> runs.kills();
      case "appends" -> runs.appends(Words.of(more));
      case "living" -> runs.living(Words.of(more));
      case "start" -> runs.start(Words.of(more));
      case "split" -> new SplitErasure(runs.launcher, runs.file, runs.data).run();
      default -> runs.withoutFile(arguments[0], Words.of(more));
    }
  }

  private void appends(Words words) throws IOException, InterruptedException {
    new AppendRun(
        launcher, file, data, Duration.ofSeconds(words.number("seconds", 10)),
        (int) words.number("calls", 10_000), (int) words.number("rounds", 3),
        new AppendRun.Beside(words.number("cache", 0), (int) words.number("rate", 0))).run();
  }

  private void living(Words words) throws IOException, InterruptedException {
    new LivingRun(
        launcher, file, data,
        new LivingRun.Plan(
            (int) words.number("rows", 100_000), (int) words.number("batches", 1_000),
            (int) words.number("erasures", 200), (int) words.number("points", 10)))
        .run();
  }

  /** With {@code rows=} over made-up interactions, else over the file. */
  private void start(Words words) throws IOException, InterruptedException {
    StartRun.Plan plan = new StartRun.Plan(
        (int) words.number("starts", 5), (int) words.number("warming", 60_000),
        (int) words.number("factors", 48));
    int users = (int) words.number("users", 200_000);
    int rows = (int) words.number("rows", 0);
    StartRun run = rows == 0
        ? new StartRun(launcher, file, data, plan, Ratings.read(file).mostMedian())
        : StartRun.madeUp(
            launcher, data, plan,
            new SyntheticCsv(users, (int) words.number("items", 50_000), rows / users));
    run.run();
  }

  private void withoutFile(String run, Words words) throws IOException, InterruptedException {
    switch (run) {
      case "overload" -> new OverloadRun(
          launcher, data, Duration.ofSeconds(words.number("seconds", 15)),
          (int) words.number("items", 500_000)).run();
      case "swaps" -> new SwapRun(
          launcher, data, words.number("calls", 1_000_000), (int) words.number("swaps", 1000),
          words.number("seed", 1)).run();
      case "attacks" -> new AttackRun(
          launcher, data, Duration.ofSeconds(words.number("seconds", 10)),
          (int) words.number("nice", 0)).run();
      case "filters" -> new FilterRun(
          launcher, data, (int) words.number("items", 1_000_000),
          (int) words.number("answers", 10_000)).run();
      case "duplicates" -> new DuplicateRun(
          launcher, data, (int) words.number("keys", 1000), (int) words.number("duplicates", 100))
          .run();
      default -> throw new IllegalArgumentException("unknown run: " + run);
    }
  }

  private ServerProcess trained() throws IOException, InterruptedException {
    return trained(TrainingRequest.of(MODEL, "mf").with(OPTIONS));
  }

  private ServerProcess trained(TrainingRequest request) throws IOException, InterruptedException {
    ServerProcess.run(launcher, data, "import", file.toString(), "--model", MODEL);
    ServerProcess server = ServerProcess.start(launcher, data);
    try (LetheClient client = server.client()) {
      ModelVersion version = client.train(request).await(progress -> {}, TRAINING_MAX);
      Console.line(
          "%s trained on %d interactions of %d users and %d items", version.plugin(),
          version.size().interactions(), version.size().users(), version.size().items());
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
    return server;
  }

  private void erasures(List<String> more) throws IOException, InterruptedException {
    boolean named = !more.isEmpty() && more.getFirst().indexOf('=') < 0;
    String plugin = named ? more.getFirst() : "";
    Words words = Words.of(more.subList(named ? 1 : 0, more.size()));
    int count = (int) words.number("n", ERASURES);
    int rows = (int) words.number("rows", 0);
    List<String> users = rows == 0 ? Ratings.read(file).mostMedian() : madeUp(words, rows);
    TrainingRequest request = TrainingRequest.of(MODEL, plugin).with(options(words));
    int retrainings = (int) words.number("retrainings", RETRAININGS);
    try (ServerProcess server = trained(request); LetheClient client = server.client()) {
      ErasureLatency latency = new ErasureLatency(server, client, MODEL);
      latency.run(users.subList(0, WARMUP + count), WARMUP);
      if (retrainings > 0) {
        latency.retrain(users.subList(WARMUP + count, WARMUP + count + retrainings));
      }
    }
  }

  /** Options of the family that are numbers. */
  private static Map<String, String> options(Words words) {
    return words.numbers()
        .entrySet()
        .stream()
        .filter(word -> OPTION_NAMES.contains(word.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, word -> String.valueOf(word.getValue())));
  }

  /** Writes interactions of which only the number matters; their users, evenly spread. */
  private List<String> madeUp(Words words, int rows) throws IOException {
    int users = (int) words.number("users", 200_000);
    SyntheticCsv made = new SyntheticCsv(users, (int) words.number("items", 50_000), rows / users);
    made.write(file);
    List<String> ids = new ArrayList<>(made.userIds());
    Collections.shuffle(ids, new Random(1));
    return ids;
  }

  private void recommend() throws IOException, InterruptedException {
    List<String> users = Ratings.read(file).mostMedian();
    List<String> erased = users.subList(0, SWAPS);
    List<String> asking = users.subList(SWAPS, users.size());
    try (ServerProcess server = trained(); LetheClient client = server.client()) {
      ManagedChannel channel = server.channel();
      RecommendLoad load = new RecommendLoad(client, MODEL, asking);
      RecommendLoad.timed(CALLERS[1], WARMUP_CALLS / CALLERS[1], load::call);
      for (int callers : CALLERS) {
        int calls = CALLS / callers;
        Console.line(
            "%d callers, empty call     %s", callers,
            RecommendLoad.timed(callers, calls, (caller, number) -> empty(channel)));
        Console.line(
            "%d callers, Recommend      %s", callers,
            RecommendLoad.timed(callers, calls, load::call));
      }
      channel.shutdownNow();
      swapsUnderLoad(client, load, erased);
    }
  }

  private static void empty(ManagedChannel channel) {
    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
  }

  private static void swapsUnderLoad(LetheClient client, RecommendLoad load, List<String> erased)
      throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> swaps = CompletableFuture.runAsync(() -> {
      try {
        for (String user : erased) {
          client.unlearn(ErasureRequest.ofUser(MODEL, user)).await(state -> {});
        }
      } finally {
        stop.set(true);
      }
    });
    Latencies latencies = load.until(stop, CALLERS[1]);
    swaps.join();
    Console.line("%d callers, %d swaps        %s", CALLERS[1], erased.size(), latencies);
    Console.line("%s", load.findings());
    if (!load.clean()) {
      throw new IllegalStateException("answers failed or mixed versions");
    }
  }

  private void kills() throws IOException, InterruptedException {
    trained().close();
    Path twin = data.resolveSibling(data.getFileName() + "-undisturbed");
    ServerProcess.copy(data, twin);
    List<ErasureRequest> requests = Ratings.read(file)
        .mostMedian()
        .subList(0, KILLS)
        .stream()
        .map(user -> ErasureRequest.ofUser(MODEL, user))
        .toList();
    KillCycles cycles = new KillCycles(launcher, MODEL, 1);
    List<Duration> durations = cycles.undisturbed(twin, requests);
    Duration window = durations.stream().max(Comparator.naturalOrder()).orElseThrow();
    Duration usual = durations.stream().sorted().toList().get(KILLS / 2);
    Console.line("undisturbed: median %d ms, longest %d ms", usual.toMillis(), window.toMillis());
    int acknowledged = cycles.killed(data, requests, usual.multipliedBy(2));
    String expected = cycles.parameters(twin);
    String found = cycles.parameters(data);
    Console.line(
        "%d kills, %d acknowledged before, 0 lost; parameters %s", KILLS, acknowledged,
        expected.equals(found) ? "bit-equal" : "DIFFER");
    if (!expected.equals(found)) {
      throw new IllegalStateException(found + " is not " + expected);
    }
  }
}
