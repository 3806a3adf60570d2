package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.grpc.Status.Code;
import io.lethe.client.ErasureRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.Model;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.Repeats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Backups of a server that takes interactions in and erases meanwhile hold all that was acknowledged
 * before, once, and bring no person back whose erasure was completed.
 */
@ExtendWith(Installations.class)
final class BackupBesideTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  /** Rows come in between any two erasures. */
  private static final int ORDERS_BEFORE_AN_ERASURE = 20;
  private static final int WRITERS = 20;
  private static final int ROUNDS = 2;
  private static final int LOOKS_MAX = 20;

  private final Installation installation;
  private final Server server;
  /** By user and item: how often it was sent, and how often that was acknowledged. */
  private final Map<String, Integer> sent = new ConcurrentHashMap<>();
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final List<String> erased = new CopyOnWriteArrayList<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  /** One for each order that was acknowledged. */
  private final Semaphore orders = new Semaphore(0);

  BackupBesideTest(Installation installation) throws IOException {
    this.installation = installation;
    this.server = installation.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String writer(int k) {
    return "writer-" + k % WRITERS;
  }

  /** Each interaction is one more: a row that counts twice shows. */
  private void append() {
    for (int k = 0; !stop.get(); k++) {
      AppendInteractionsRequest.Builder order = AppendInteractionsRequest.newBuilder()
          .setModel(MODEL)
          .setRequestId(UUID.randomUUID().toString())
          .setRepeats(Repeats.REPEATS_SUM);
      int rows = k % 10 == 0 ? 100 : 1;
      for (int row = 0; row < rows; row++) {
        order.addInteractions(
            InteractionRow.newBuilder()
                .setUser(writer(k))
                .setItem(SyntheticRatings.item(1 + (k + row) % 30))
                .setValue(1));
      }
      count(order, sent);
      var _ = InteractionServiceGrpc.newBlockingStub(server.channel())
          .appendInteractions(order.build());
      count(order, acknowledged);
      orders.release();
    }
  }

  private static void count(AppendInteractionsRequest.Builder order, Map<String, Integer> into) {
    order.getInteractionsList()
        .forEach(row -> into.merge(row.getUser() + "/" + row.getItem(), 1, Integer::sum));
  }

  private void erase() throws InterruptedException {
    for (int user = 1; !stop.get() && user < SyntheticRatings.USERS; user++) {
      orders.acquire(ORDERS_BEFORE_AN_ERASURE);
      String id = SyntheticRatings.user(user);
      server.client()
          .unlearn(ErasureRequest.ofUser(Installation.MODEL, id))
          .await(progress -> {}, ERASURE_MAX);
      erased.add(id);
    }
  }

  private void assertDone(Installation on, String... command) throws Exception {
    Distribution.Ended ended = on.run(command);
    assertEquals(0, ended.exitCode(), String.join(" ", command) + ": " + ended.text());
  }

  private static Map<String, Integer> held(Server by, String user) {
    Map<String, Integer> held = new TreeMap<>();
    InteractionServiceGrpc.newBlockingStub(by.channel())
        .listInteractions(
            ListInteractionsRequest.newBuilder()
                .setModel(MODEL)
                .setUser(user)
                .setPageSize(1000)
                .build())
        .getInteractionsList()
        .forEach(row -> held.put(user + "/" + row.getItem(), Math.round(row.getValue())));
    return held;
  }

  private static RecommendResponse recommend(Server by, String user) {
    return RecommendationServiceGrpc.newBlockingStub(by.channel())
        .recommend(RecommendRequest.newBuilder().setModel(MODEL).setUser(user).setN(10).build());
  }

  /** What was so when a backup began. */
  private record Moment(Path backup, Map<String, Integer> acknowledged, List<String> erased) {}

  private Moment backUp(Path backup) throws Exception {
    int before = erased.size();
    Moment moment = new Moment(backup, Map.copyOf(acknowledged), List.copyOf(erased));
    assertDone(installation, "backup", backup.toString());
    // Erasures are completed after the backup; the next one holds that.
    var _ = Until.answer(erased::size, size -> size > before + 1);
    return moment;
  }

  private void assertRestoredElsewhere(Moment moment) throws Exception {
    Path data = moment.backup().resolveSibling(moment.backup().getFileName() + "-restored");
    Installation other = new Installation(
        installation.distribution(), data, installation.plugins());
    assertDone(other, "restore", moment.backup().toString(), "--no-later-erasures");
    assertHolds(other, moment);
  }

  private void assertHolds(Installation other, Moment moment) throws Exception {
    assertDone(other, "check");
    try (Server restored = other.serve()) {
      moment.acknowledged().forEach((pair, count) -> {
        String user = pair.substring(0, pair.indexOf('/'));
        int found = held(restored, user).getOrDefault(pair, 0);
        assertTrue(
            found >= count && found <= sent.getOrDefault(pair, 0),
            "%s: %d, of which %d were acknowledged before".formatted(pair, found, count));
      });
      moment.erased().forEach(user -> assertEquals(Map.of(), held(restored, user), user));
      for (String user : moment.erased()) {
        var _ = Refusals.assertRefused(
            Code.NOT_FOUND, ErrorReason.USER_NOT_FOUND, List.of(user),
            () -> recommend(restored, user));
      }
    }
  }

  @Test
  void backup_whileRowsComeInAndPeopleAreErased_isOfOneMoment() throws Exception {
    Path root = Files.createDirectory(installation.data().resolveSibling("backups"));
    List<Moment> moments = new ArrayList<>();
    try (ExecutorService load = Executors.newFixedThreadPool(2)) {
      Future<?> appending = load.submit(this::append);
      Future<?> erasing = load.submit(() -> {
        erase();
        return 0;
      });
      try {
        for (int round = 0; round < ROUNDS; round++) {
          moments.add(backUp(root.resolve("backup-" + round)));
        }
        assertDone(installation, "check");
      } finally {
        stop.set(true);
        orders.release(ORDERS_BEFORE_AN_ERASURE);
      }
      appending.get();
      erasing.get();
    }
    assertModelsTellWhatWaits();
    Path beside = root.resolve("beside.json");
    assertDone(installation, "suppressions", "export", beside.toString());
    for (Moment moment : moments) {
      assertRestoredElsewhere(moment);
    }
    server.close();
    Path stopped = root.resolve("stopped.json");
    assertDone(installation, "suppressions", "export", stopped.toString());
    assertEquals(Files.readString(stopped), Files.readString(beside));
    Moment first = moments.getFirst();
    assertDone(installation, "restore", first.backup().toString());
    assertHolds(
        installation, new Moment(first.backup(), first.acknowledged(), List.copyOf(erased)));
  }

  /** The server may be learning still: a count that changed meanwhile says nothing. */
  private void assertModelsTellWhatWaits() throws Exception {
    for (int look = 0; look < LOOKS_MAX; look++) {
      long before = waiting();
      Distribution.Ended models = installation.run("models", "--server", server.address());
      if (waiting() == before) {
        assertTrue(
            models.text().contains("interactions waiting")
                && models.text().stripTrailing().endsWith(" %,d".formatted(before)),
            models.text());
        return;
      }
    }
    fail("what waits changed during each of %d looks".formatted(LOOKS_MAX));
  }

  private long waiting() {
    Model.Learning learning = ModelServiceGrpc.newBlockingStub(server.channel())
        .getModel(GetModelRequest.newBuilder().setName(MODEL).build())
        .getLearning();
    assertTrue(learning.getSupported(), "the model learns between trainings");
    return learning.getWaitingInteractionCount();
  }
}
