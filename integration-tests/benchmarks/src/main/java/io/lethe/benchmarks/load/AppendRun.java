package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.client.ImportSummary;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.Repeats;
import io.lethe.client.TrainingRequest;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.WeightedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Interactions that come in while a model serves: whether and how fast the next answer leaves them out,
 * how many a second become durable, what that costs the recommendations beside, and what an answer for
 * a session costs. No training runs beside; the cache of answers is off unless asked for. Callers and
 * server share the machine.
 */
final class AppendRun {

  private static final String MODEL = "ratings";
  private static final String MODEL_NAME = "models/" + MODEL;
  private static final Duration TRAINING_MAX = Duration.ofMinutes(10);
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final int CALLERS = 8;
  private static final int SESSION_ITEMS = 5;
  private static final int REASONED = 300;
  private static final int[] BATCHES = {1, 100, 10_000};

  private final Path launcher;
  private final Path file;
  private final Path data;
  private final Duration duration;
  private final int calls;
  private final int rounds;
  private final Beside plan;

  /**
   * How the appends beside Recommend are measured.
   *
   * @param cacheItems recommended items that the server keeps; 0 for none
   * @param rate rows a second; 0 for several rates
   */
  record Beside(long cacheItems, int rate) {

    int[] rates() {
      return rate == 0 ? AppendsBeside.RATES : new int[]{rate};
    }
  }

  /**
   * Of a server that is started here.
   *
   * @param calls of a session's answers and of fresh ones; 0 for the appends beside Recommend alone
   * @param rounds of the appends beside Recommend
   */
  AppendRun(
      Path launcher, Path file, Path data, Duration duration, int calls, int rounds, Beside plan) {
    this.plan = plan;
    this.launcher = launcher;
    this.file = file;
    this.data = data;
    this.duration = duration;
    this.calls = calls;
    this.rounds = rounds;
  }

  void run() throws IOException, InterruptedException {
    Ratings ratings = Ratings.read(file);
    List<String> users = List.copyOf(ratings.itemsByUser().keySet());
    Ratings.Arriving arriving = ratings.arriving();
    ServerProcess.run(launcher, data, "import", file.toString(), "--model", MODEL);
    Map<String, String> settings = Map.of(
        "LETHE_RETRAINING_AUTOMATIC", "false", "LETHE_CACHE_ITEMS_MAX",
        String.valueOf(plan.cacheItems()));
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        LetheClient client = server.client()) {
      ModelVersion version = client.train(TrainingRequest.of(MODEL, ""))
          .await(progress -> {}, TRAINING_MAX);
      Console
          .line("%s trained on %d interactions", version.plugin(), version.size().interactions());
      ManagedChannel channel = server.channel();
      if (calls > 0) {
        sessions(channel, ratings, users);
        freshness(channel, users);
      }
      beside(server, channel, users, arriving);
      if (calls > 0) {
        throughput(channel, arriving);
        streamed(client, arriving);
        reasons(channel, users);
      }
      channel.shutdownNow();
    }
  }

  private static RecommendResponse recommend(ManagedChannel channel, String user, int n) {
    return RecommendationServiceGrpc.newBlockingStub(channel)
        .recommend(
            RecommendRequest.newBuilder().setModel(MODEL_NAME).setUser(user).setN(n).build());
  }

  private void sessions(ManagedChannel channel, Ratings ratings, List<String> users)
      throws InterruptedException {
    RecommendLoad.Call known = (caller, number) -> recommend(
        channel, users.get(number % users.size()), 10);
    RecommendLoad.Call session = (caller, number) -> {
      RecommendForItemsRequest.Builder asked = RecommendForItemsRequest.newBuilder()
          .setModel(MODEL_NAME)
          .setN(10);
      ratings.itemsByUser()
          .getOrDefault(users.get(number % users.size()), List.of())
          .stream()
          .limit(SESSION_ITEMS)
          .forEach(item -> asked.addItems(WeightedItem.newBuilder().setItem(item)));
      var _ = RecommendationServiceGrpc.newBlockingStub(channel).recommendForItems(asked.build());
    };
    var _ = RecommendLoad.timed(1, calls / 2, known);
    var _ = RecommendLoad.timed(1, calls / 2, session);
    Latencies alone = RecommendLoad.timed(1, calls / 2, known);
    Latencies given = RecommendLoad.timed(1, calls / 2, session);
    Console.line("Recommend, known user            %s", alone);
    Console.line("RecommendForItems, %d items       %s", SESSION_ITEMS, given);
    Console.line("     ratio of p50 %.2f", given.millis(.5) / alone.millis(.5));
  }

  /** Each user clicks what was recommended first. */
  private void freshness(ManagedChannel channel, List<String> users) throws InterruptedException {
    LongAdder stale = new LongAdder();
    long[] appended = new long[calls];
    Latencies trip = RecommendLoad.timed(1, calls, (caller, number) -> {
      String user = users.get(number % users.size());
      String best = recommend(channel, user, 1).getItems(0).getItem();
      long begin = System.nanoTime();
      append(channel, List.of(row(user, best)));
      appended[number] = System.nanoTime() - begin;
      if (recommend(channel, user, 100).getItemsList()
          .stream()
          .anyMatch(item -> item.getItem().equals(best))) {
        stale.increment();
      }
    });
    Console.line("append, 1 row, 1 caller          %s", new Latencies(appended));
    Console.line("recommend, append, recommend     %s", trip);
    Console.line("     %d of %d next answers had the item", stale.sum(), calls);
  }

  private static InteractionRow row(String user, String item) {
    return InteractionRow.newBuilder().setUser(user).setItem(item).build();
  }

  private static void append(ManagedChannel channel, List<InteractionRow> rows) {
    var _ = InteractionServiceGrpc.newBlockingStub(channel)
        .appendInteractions(
            AppendInteractionsRequest.newBuilder()
                .setModel(MODEL_NAME)
                .setRequestId(UUID.randomUUID().toString())
                .addAllInteractions(rows)
                .build());
  }

  private void throughput(ManagedChannel channel, Ratings.Arriving arriving)
      throws InterruptedException {
    for (int batch : BATCHES) {
      int callers = batch == 10_000 ? 1 : CALLERS;
      LongAdder taken = new LongAdder();
      long begin = System.nanoTime();
      BooleanSupplier over = () -> System.nanoTime() - begin >= duration.toNanos();
      List<Thread> threads = IntStream.range(0, callers)
          .mapToObj(
              k -> Thread.ofPlatform()
                  .start(() -> keepAppending(channel, arriving, batch, taken, over)))
          .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Console.line(
          "appends of %5d rows, %d callers   %,.0f rows/s", batch, callers, taken.sum() / seconds);
    }
  }

  /** One stream, whose client and server share the machine. */
  private void streamed(LetheClient client, Ratings.Arriving arriving) {
    long begin = System.nanoTime();
    ImportSummary done = client.importInteractions(
        MODEL, UUID.randomUUID(),
        arriving.endless(io.lethe.client.InteractionRow::of)
            .takeWhile(row -> System.nanoTime() - begin < duration.toNanos())
            .iterator(),
        Repeats.LATEST);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Console.line(
        "one stream                       %,.0f rows/s (%,d rows)", done.rowCount() / seconds,
        done.rowCount());
  }

  private void reasons(ManagedChannel channel, List<String> users) throws InterruptedException {
    for (int because : new int[]{0, 3}) {
      RecommendLoad.Call call = (caller, number) -> {
        var _ = RecommendationServiceGrpc.newBlockingStub(channel)
            .recommend(
                RecommendRequest.newBuilder()
                    .setModel(MODEL_NAME)
                    .setUser(users.get((number * 7) % users.size()))
                    .setN(10)
                    .setBecause(because)
                    .build());
      };
      var _ = RecommendLoad.timed(1, REASONED, call);
      Console.line(
          "Recommend, because %d             %s", because, RecommendLoad.timed(1, REASONED, call));
    }
  }

  private static void keepAppending(
      ManagedChannel channel, Ratings.Arriving arriving, int batch, LongAdder taken,
      BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      append(channel, arriving.next(batch, AppendRun::row));
      taken.add(batch);
    }
  }

  /** Recommendations at half of what the server can do, alone and beside appends. */
  private void beside(
      ServerProcess server, ManagedChannel channel, List<String> users, Ratings.Arriving arriving)
      throws InterruptedException {
    List<ManagedChannel> channels = List.of(server.channel(), server.channel());
    OpenLoad load = new OpenLoad(channels, MODEL, users, DEADLINE);
    new AppendsBeside(
        load, (to, count) -> append(to, arriving.next(count, AppendRun::row)), duration, server,
        plan.rates()).run(channel, rounds);
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
