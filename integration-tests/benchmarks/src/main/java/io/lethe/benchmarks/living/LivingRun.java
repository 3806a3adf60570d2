package io.lethe.benchmarks.living;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.Repeats;
import io.lethe.client.TrainingRequest;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.Model;
import io.lethe.v1.ModelServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A model's life: its last interactions come in batch by batch while it serves, some of its users are
 * erased in between, and it learns and is trained again by itself. Told are how long it takes until an
 * append is learned, how far the answers are from those of a training on the same interactions, when a
 * training was asked for, and whether anything of the erased is left in an answer or a file.
 */
public final class LivingRun {

  private static final String MODEL = "ratings";
  private static final String REFERENCE = "reference";
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 2;

  private final Path launcher;
  private final Path file;
  private final Path data;
  private final Plan plan;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Set<String> erased = new LinkedHashSet<>();
  private final List<TimedRatings.Row> living = new ArrayList<>();
  private final List<Long> learnedAtOnce = new ArrayList<>();
  private final List<Long> learnedSoon = new ArrayList<>();

  /**
   * How much happens.
   *
   * @param rows the last ones by time, which are appended
   * @param batches of as many rows
   * @param erasures spread over the batches
   * @param points at which a training on the same interactions is held against the answers
   */
  public record Plan(int rows, int batches, int erasures, int points) {}

  /** Over a file, with a folder for the server's data that must not exist. */
  public LivingRun(Path launcher, Path file, Path data, Plan plan) {
    this.launcher = launcher;
    this.file = file;
    this.data = data;
    this.plan = plan;
  }

  /** Runs. */
  public void run() throws IOException, InterruptedException {
    TimedRatings ratings = TimedRatings.read(file);
    int first = ratings.rows().size() - plan.rows();
    living.addAll(ratings.rows().subList(0, first));
    Path base = data.resolveSibling("base.csv");
    TimedRatings.write(base, living);
    ServerProcess.run(launcher, data, "import", base.toString(), "--model", MODEL);
    Map<String, String> settings = Map.of("LETHE_RETRAINING_AUTOMATIC", "true");
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        LetheClient client = server.client()) {
      ModelVersion trained = client.train(TrainingRequest.of(MODEL)).await(told -> {}, WAIT_MAX);
      Console
          .line("%s trained on %d interactions; %d follow", trained.plugin(), first, plan.rows());
      ManagedChannel channel = server.channel();
      live(client, channel, ratings.rows().subList(first, ratings.rows().size()));
      Console.line("append -> learned, at once       %s", latencies(learnedAtOnce));
      Console.line("append -> learned, by itself     %s", latencies(learnedSoon));
      trainings(client);
      residue(client);
      channel.shutdownNow();
    }
  }

  private void live(LetheClient client, ManagedChannel channel, List<TimedRatings.Row> late)
      throws InterruptedException {
    int size = late.size() / plan.batches();
    ServedScores before = ServedScores.of(client, MODEL, living);
    for (int batch = 0; batch < plan.batches(); batch++) {
      List<TimedRatings.Row> rows = late.subList(batch * size, (batch + 1) * size)
          .stream()
          .filter(row -> !erased.contains(row.user()))
          .toList();
      append(channel, rows, batch % 2 == 0);
      living.addAll(rows);
      if ((long) (batch + 1) * plan.erasures() / plan.batches() > (long) batch * plan.erasures()
          / plan.batches()) {
        erase(client);
      }
      if (plan.points() > 0 && (batch + 1) % (plan.batches() / plan.points()) == 0) {
        awaitLearned(channel);
        compare(client, before, batch + 1);
      }
    }
  }

  private void append(ManagedChannel channel, List<TimedRatings.Row> rows, boolean atOnce)
      throws InterruptedException {
    if (rows.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    AppendInteractionsResponse answer = InteractionServiceGrpc.newBlockingStub(channel)
        .appendInteractions(request(MODEL, rows, atOnce));
    if (!atOnce) {
      awaitLearned(channel);
      learnedSoon.add(System.nanoTime() - begin);
    } else if (answer.getLearned()) {
      learnedAtOnce.add(System.nanoTime() - begin);
    }
  }

  private static AppendInteractionsRequest request(
      String model, List<TimedRatings.Row> rows, boolean atOnce) {
    AppendInteractionsRequest.Builder request = AppendInteractionsRequest.newBuilder()
        .setModel("models/" + model)
        .setRequestId(UUID.randomUUID().toString())
        .setLearnAtOnce(atOnce);
    rows.forEach(
        row -> request.addInteractions(
            InteractionRow.newBuilder()
                .setUser(row.user())
                .setItem(row.item())
                .setValue(row.value())));
    return request.build();
  }

  private static void awaitLearned(ManagedChannel channel) throws InterruptedException {
    while (learning(channel).getWaitingInteractionCount() > 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Model.Learning learning(ManagedChannel channel) {
    return ModelServiceGrpc.newBlockingStub(channel)
        .getModel(GetModelRequest.newBuilder().setName("models/" + MODEL).build())
        .getLearning();
  }

  /** Some user who has something, newcomers as likely as others. */
  private void erase(LetheClient client) {
    String user = living.get(random.nextInt(living.size())).user();
    var _ = client.unlearn(ErasureRequest.ofUser(MODEL, user)).await(told -> {}, WAIT_MAX);
    erased.add(user);
    living.removeIf(row -> row.user().equals(user));
  }

  /** The same interactions, trained as the version that answers was, under another model's name. */
  private void compare(LetheClient client, ServedScores before, int batch) {
    ModelVersion active = client.versions(MODEL)
        .filter(ModelVersion::active)
        .findAny()
        .orElseThrow();
    String name = REFERENCE + "-" + batch;
    var _ = client.importInteractions(
        name, UUID.randomUUID(),
        living.stream()
            .map(row -> new io.lethe.client.InteractionRow(row.user(), row.item(), row.value()))
            .iterator(),
        Repeats.LATEST);
    var _ = client
        .train(TrainingRequest.of(name, active.plugin()).with(active.training().options()))
        .await(told -> {}, WAIT_MAX);
    Console.line(
        "after %5d batches, %3d erasures: %s", batch, erased.size(),
        before.gap(client, MODEL, name, erased));
    client.deleteModel(name);
  }

  private static Latencies latencies(List<Long> nanos) {
    return new Latencies(nanos.stream().mapToLong(Long::longValue).toArray());
  }

  private static void trainings(LetheClient client) {
    client.versions(MODEL)
        .filter(version -> version.origin() != ModelVersion.Origin.INFLUENCE_UPDATE)
        .forEach(
            version -> Console.line(
                "trained: version %d, %s, on rows below %d%s", version.name().number(),
                version.origin(), version.training().dataPosition(),
                version.takeoverRefusal().map(why -> "; kept: " + why).orElse("")));
  }

  private void residue(LetheClient client) throws IOException {
    long answered = erased.stream()
        .filter(user -> ServedScores.isKnown(client, MODEL, user))
        .count();
    Set<Path> holding = new HashSet<>();
    List<byte[]> needles = erased.stream().map(TimedRatings::bytes).toList();
    try (var files = Files.walk(data)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(each);
        if (needles.stream().anyMatch(needle -> holds(content, needle))) {
          holding.add(each);
        }
      }
    }
    Console.line(
        "%d users erased; %d of them known to an answer, %d files with one's id %s", erased.size(),
        answered, holding.size(), holding.isEmpty() ? "" : holding.toString());
  }

  private static boolean holds(byte[] content, byte[] needle) {
    return IntStream.rangeClosed(0, content.length - needle.length)
        .anyMatch(
            at -> content[at] == needle[0]
                && Arrays.equals(content, at, at + needle.length, needle, 0, needle.length));
  }
}
