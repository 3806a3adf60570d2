package io.lethe.crashes;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.VersionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data folder as a killed server left it: erasures that are completed, and others that were
 * acknowledged a moment before and stand in the write-ahead log alone. And what its clients know.
 */
final class RunningState {

  static final String FILMS = "films";
  static final String SERIES = "series";
  /** So low that erasing a film waits for a second person; a person is far below. */
  static final String HELD_ABOVE = "0.02";
  static final int ANSWERS = 20;

  private static final Duration END_MAX = Duration.ofMinutes(5);
  private static final long NEVER_MILLIS = Duration.ofMinutes(5).toMillis();

  private final Path data;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Map<String, List<ScoredItem>> answers = new HashMap<>();
  private final Map<String, byte[]> receipts = new HashMap<>();
  private final Map<String, VersionName> versions = new HashMap<>();

  /** An erasure that its client was told is accepted. */
  record Acknowledged(String name, ErasureRequest request, boolean completed) {}

  private RunningState(Path data) {
    this.data = data;
  }

  /** Makes one, in the installation's data folder. */
  static RunningState make(Installation installation, long seed)
      throws IOException, InterruptedException {
    Population population = new Population(seed);
    List<Population.Rating> ratings = population.nextWave();
    boolean _ = installation.imports(ratings, FILMS, NEVER_MILLIS);
    boolean _ = installation.imports(ratings, SERIES, NEVER_MILLIS);
    RunningState state = new RunningState(installation.data());
    ProcessBuilder command = installation.command("serve", "--port", "0");
    command.environment().put("LETHE_APPROVAL_SHARE_ABOVE", HELD_ABOVE);
    command.environment().put("LETHE_RETRAINING_AUTOMATIC", "false");
    ServerProcess server = ServerProcess.of(command);
    try (LetheClient client = served(server)) {
      state.fill(client);
    } finally {
      server.kill();
    }
    Path log = installation.data().resolve("ledger.sqlite-wal");
    if (!Files.exists(log) || Files.size(log) == 0) {
      throw new IllegalStateException("no write-ahead log is left");
    }
    return state;
  }

  private static LetheClient served(ServerProcess server) {
    if (!server.serves(END_MAX)) {
      server.kill();
      throw new IllegalStateException("the server does not start: " + server.output());
    }
    return server.client();
  }

  private void fill(LetheClient client) throws InterruptedException {
    for (String model : List.of(FILMS, SERIES)) {
      var _ = client.train(TrainingRequest.of(model, "mf").with(MixedLoad.TRAINING).from(7))
          .await(progress -> {}, END_MAX);
      ErasureHandle first = client.unlearn(ErasureRequest.ofUser(model, person(1)));
      Erasure ended = first.await(progress -> {}, END_MAX);
      receipts.put(ended.name(), first.receipt().toByteArray());
      acknowledged
          .add(new Acknowledged(ended.name(), ErasureRequest.ofUser(model, person(1)), true));
    }
    for (int survivor = 20; survivor < 24; survivor++) {
      for (String model : List.of(FILMS, SERIES)) {
        Recommendations answer = client.recommend(model, person(survivor), ANSWERS);
        answers.put(model + ' ' + person(survivor), answer.items());
        versions.put(model, answer.version());
      }
    }
    acknowledge(client, ErasureRequest.ofItem(SERIES, "film-00003"));
    acknowledge(client, ErasureRequest.ofItem(SERIES, "film-00004"));
    acknowledge(client, ErasureRequest.ofUser(FILMS, person(2)).by(UnlearningMethod.RETRAIN));
    acknowledge(client, ErasureRequest.ofUser(FILMS, person(3)));
  }

  private void acknowledge(LetheClient client, ErasureRequest request) {
    acknowledged.add(new Acknowledged(client.unlearn(request).name(), request, false));
  }

  static String person(int number) {
    return "person-%06d".formatted(number);
  }

  Path data() {
    return data;
  }

  List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** People erased from a model, by acknowledgement. */
  List<String> erasedFrom(String model) {
    return targets(model, ForgetTarget.User.class).stream().map(ForgetTarget.User::user).toList();
  }

  /** Items erased from a model, by acknowledgement. */
  List<String> itemsErasedFrom(String model) {
    return targets(model, ForgetTarget.Item.class).stream().map(ForgetTarget.Item::item).toList();
  }

  private <T extends ForgetTarget> List<T> targets(String model, Class<T> kind) {
    return acknowledged.stream()
        .map(Acknowledged::request)
        .filter(request -> request.model().equals(model))
        .map(ErasureRequest::target)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** People whom nobody asked to forget. */
  List<String> survivors() {
    return answers.keySet().stream().map(key -> key.split(" ", 2)[1]).distinct().sorted().toList();
  }

  /** What a survivor was answered before the last erasures, without what they name. */
  List<ScoredItem> answer(String model, String survivor) {
    List<String> gone = itemsErasedFrom(model);
    return answers.getOrDefault(model + ' ' + survivor, List.of())
        .stream()
        .filter(item -> !gone.contains(item.item()))
        .toList();
  }

  /** The version that gave these answers; another may follow, without the last of the erased. */
  Optional<VersionName> version(String model) {
    return Optional.ofNullable(versions.get(model));
  }

  /** The receipt of a completed erasure. */
  Optional<byte[]> receipt(String erasure) {
    return Optional.ofNullable(receipts.get(erasure));
  }
}
