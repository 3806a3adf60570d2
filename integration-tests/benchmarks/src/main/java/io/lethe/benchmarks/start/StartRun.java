package io.lethe.benchmarks.start;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.load.RecommendLoad;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.load.SyntheticCsv;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Starts: of commands that only print, and of a server over a trained model, from the launcher's first
 * line until it listens, until health says SERVING, and how its first calls compare with those of the
 * same process later. The client's own JVM is warm: it trained and called a server before.
 */
public final class StartRun {

  private static final String MODEL = "ratings";
  private static final int USERS_MAX = 20_000;
  private static final int CALLERS = 8;
  private static final int FIRST = 1_000;
  private static final int EARLY = 8_000;
  private static final List<String[]> COMMANDS = List
      .of(new String[]{"--help"}, new String[]{"--version"}, new String[]{"serve", "--help"});

  private final Path launcher;
  private final Path file;
  private final Path data;
  private final Plan plan;
  private final List<String> users;

  /**
   * How much is measured.
   *
   * @param starts of the server, and of each command
   * @param warming calls between the early ones and the steady ones
   * @param factors of the model
   */
  public record Plan(int starts, int warming, int factors) {}

  /**
   * Over a file of interactions.
   *
   * @param users of the file that are asked for
   */
  public StartRun(Path launcher, Path file, Path data, Plan plan, List<String> users) {
    this.launcher = launcher;
    this.file = file;
    this.data = data;
    this.plan = plan;
    this.users = users.subList(0, Math.min(USERS_MAX, users.size()));
  }

  /** Over made-up interactions, which are written beside the data folder first. */
  public static StartRun madeUp(Path launcher, Path data, Plan plan, SyntheticCsv rows)
      throws IOException {
    Path file = data.resolveSibling("rows.csv");
    rows.write(file);
    return new StartRun(launcher, file, data, plan, rows.userIds());
  }

  /**
   * One start's figures, in milliseconds; resident memory in megabytes.
   *
   * @param call the first
   * @param first thousand calls
   * @param early the first eight thousand
   */
  public record Start(
      double listens, double serves, double resident, double call, Latencies first, Latencies early,
      Latencies steady) {

    /**
     * Starts a server over a trained model, and ends it.
     *
     * @param warming calls between the early ones and the steady ones
     */
    public static Start measured(
        Path launcher, Path data, String model, List<String> users, int warming)
        throws IOException, InterruptedException {
      try (ServerProcess server = ServerProcess.start(launcher, data);
          LetheClient client = server.client()) {
        double resident = server.residentMegabytes();
        RecommendLoad load = new RecommendLoad(client, model, users);
        Latencies call = RecommendLoad.timed(1, 1, load::call);
        Latencies first = RecommendLoad.timed(CALLERS, FIRST / CALLERS, load::call);
        Latencies next = RecommendLoad.timed(CALLERS, (EARLY - FIRST) / CALLERS, load::call);
        RecommendLoad.timed(CALLERS, warming / CALLERS, load::call);
        Latencies steady = RecommendLoad.timed(CALLERS, EARLY / CALLERS, load::call);
        return new Start(
            server.started().listening().toNanos() / 1e6,
            server.started().serving().toNanos() / 1e6, resident, call.millis(1), first,
            first.and(next), steady);
      }
    }
  }

  /** Runs it; prints medians. */
  public void run() throws IOException, InterruptedException {
    for (String[] command : COMMANDS) {
      List<Double> millis = new ArrayList<>();
      for (int k = 0; k < plan.starts(); k++) {
        millis.add(ServerProcess.timed(launcher, data, command).toNanos() / 1e6);
      }
      Console.line("lethe %-14s %s ms", String.join(" ", command), spread(millis));
    }
    prepare();
    List<Start> starts = new ArrayList<>();
    for (int k = 0; k < plan.starts(); k++) {
      starts.add(Start.measured(launcher, data, MODEL, users, plan.warming()));
    }
    tell(starts);
  }

  /** A trained model, and a client whose code is compiled. */
  private void prepare() throws IOException, InterruptedException {
    ServerProcess.run(launcher, data, "import", file.toString(), "--model", MODEL);
    try (ServerProcess server = ServerProcess.start(launcher, data);
        LetheClient client = server.client()) {
      var _ = client
          .train(
              TrainingRequest.of(MODEL, "mf")
                  .with(Map.of("factors", Integer.toString(plan.factors()), "epochs-max", "1")))
          .await(progress -> {}, Duration.ofMinutes(10));
      RecommendLoad load = new RecommendLoad(client, MODEL, users);
      RecommendLoad.timed(CALLERS, plan.warming() / CALLERS, load::call);
    }
  }

  private void tell(List<Start> starts) {
    Map<String, ToDoubleFunction<Start>> figures = new TreeMap<>();
    figures.put("1 listens, ms", Start::listens);
    figures.put("2 SERVING, ms", Start::serves);
    figures.put("3 resident then, MB", Start::resident);
    figures.put("4 first call, ms", Start::call);
    figures.put("5 first 1,000: p50, ms", start -> start.first().millis(.5));
    figures.put("5 first 1,000: p99, ms", start -> start.first().millis(.99));
    figures.put("6 first 8,000: p50, ms", start -> start.early().millis(.5));
    figures.put("6 first 8,000: p99, ms", start -> start.early().millis(.99));
    figures.put("7 steady: p50, ms", start -> start.steady().millis(.5));
    figures.put("7 steady: p99, ms", start -> start.steady().millis(.99));
    figures.put(
        "8 p99, first 1,000 over steady",
        start -> start.first().millis(.99) / start.steady().millis(.99));
    Console.line("median of %d starts [least, most]; %d callers", starts.size(), CALLERS);
    figures.forEach(
        (name, figure) -> Console.line(
            "%-32s %s", name.substring(2),
            spread(starts.stream().map(figure::applyAsDouble).toList())));
  }

  private static String spread(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return String.format(
        Locale.ROOT, "%9.2f [%.2f, %.2f]", sorted.get(sorted.size() / 2), sorted.getFirst(),
        sorted.getLast());
  }
}
