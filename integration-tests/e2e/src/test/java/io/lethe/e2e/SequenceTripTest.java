package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.AppendRequest;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget.Interaction;
import io.lethe.client.InteractionRow;
import io.lethe.client.ItemsQuery;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerifier;
import io.lethe.client.Recommendations;
import io.lethe.client.Source;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.Assurance;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Users walk around a ring of items; only the times of their rows tell in which order. The answer to each
 * user is the next item on the way, before and after another user is forgotten.
 */
@ExtendWith(Installations.class)
final class SequenceTripTest {

  private static final String MODEL = "walks";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int ITEMS = 24;
  private static final int USERS = 48;
  private static final int STEPS = 8;
  private static final long START = 1_714_644_000;

  private final Installation installation;
  private final Server server;
  private final LetheClient client;

  SequenceTripTest(Installation installation) throws IOException {
    this.installation = installation;
    server = installation.serve();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String user(int number) {
    return "walker-%02d".formatted(number);
  }

  private static String item(int step) {
    return "stone-%02d".formatted(step % ITEMS);
  }

  /** The first item of a user. */
  private static int first(int user) {
    return 7 * user;
  }

  @BeforeEach
  void train() throws IOException, InterruptedException {
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int step = 0; step < STEPS; step++) {
        rows.add("%s,%s,1,%d".formatted(user(user), item(first(user) + step), START + 60L * step));
      }
    }
    Collections.shuffle(rows, new Random(1));
    Path file = installation.data().resolveSibling("walks.csv");
    Files.writeString(file, "user,item,rating,timestamp\n" + String.join("\n", rows) + "\n");
    Distribution.Ended taken = installation
        .run("append", file.toString(), "--model", MODEL, "--server", server.address());
    assertEquals(0, taken.exitCode(), taken.text());
    var _ = client
        .train(
            TrainingRequest.of(MODEL, "sasrec")
                .with(
                    Map.of(
                        "factors", "12", "window", "5", "learning-rate", "0.02", "batch-size",
                        "200", "epochs-max", "120", "patience", "120", "l2", "0.01",
                        "init-deviation", "0.1")))
        .await(progress -> {}, PATIENCE);
  }

  private String next(String user) {
    return best(client.recommend(MODEL, user, 1));
  }

  private static String best(Recommendations answer) {
    return answer.items().getFirst().item();
  }

  private String nextOf(String... session) {
    return best(client.recommendForItems(ItemsQuery.of(MODEL, List.of(session), 1)));
  }

  private static void assertMost(int least, IntStream right) {
    long count = right.count();
    assertTrue(count >= least, () -> "%d of %d".formatted(count, USERS));
  }

  /** The users whose next item is the next on their way. */
  private IntStream foretold(int from) {
    return IntStream.range(from, USERS)
        .filter(user -> next(user(user)).equals(item(first(user) + STEPS)));
  }

  @Test
  void next_ofUsersSessionsAndNewcomers_goesByTheOrder() {
    assertMost(USERS - 2, foretold(0));
    assertEquals(item(6), nextOf(item(3), item(4), item(5)));
    assertEquals(item(4), nextOf(item(5), item(9), item(3)));
    var _ = client.appendInteractions(
        AppendRequest.of(MODEL, List.of(InteractionRow.of(user(3), item(first(3) + STEPS)))));
    assertEquals(item(first(3) + STEPS + 1), next(user(3)), "what was appended came last");
    for (int step = 13; step < 16; step++) {
      var _ = client.appendInteractions(
          AppendRequest.of(MODEL, List.of(InteractionRow.of("new", item(step)))));
    }
    Recommendations newcomer = client.recommend(MODEL, "new", 1);
    assertEquals(item(16), best(newcomer));
    assertEquals(Source.HISTORY, newcomer.source());
  }

  @Test
  void user_isForgotten_byATrainingOrAnUpdate_andTheReceiptSaysByWhich() throws IOException {
    Erasure whole = erased(ErasureRequest.ofUser(MODEL, user(0)));
    Erasure again = erased(ErasureRequest.ofUser(MODEL, user(1)).by(UnlearningMethod.RETRAIN));
    LetheException gone = assertThrows(
        LetheException.class, () -> client.recommend(MODEL, user(0), 1));
    assertAll(
        () -> assertEquals(ErrorReason.USER_NOT_FOUND.name(), gone.reason()),
        () -> assertEquals(
            whole.usedMethod() == UnlearningMethod.RETRAIN
                ? Assurance.ASSURANCE_RETRAINED
                : Assurance.ASSURANCE_APPROXIMATE,
            assurance(whole)),
        () -> assertEquals(UnlearningMethod.RETRAIN, again.usedMethod()),
        () -> assertEquals(Assurance.ASSURANCE_RETRAINED, assurance(again)));
    assertMost(USERS - 4, foretold(2));
    assertEquals(item(6), nextOf(item(3), item(4), item(5)));
  }

  /** What stays keeps its order: the way goes on from the step before the one that is forgotten. */
  @Test
  void lastStep_isForgotten_andComesNextAgain() throws IOException {
    String last = item(first(5) + STEPS - 1);
    Erasure step = erased(
        ErasureRequest.ofInteractions(MODEL, List.of(new Interaction(user(5), last))));
    assertEquals(1, step.counts().interactions());
    assertTrue(assurance(step) != Assurance.ASSURANCE_EXACT, step::toString);
    assertEquals(last, next(user(5)));
  }

  private Erasure erased(ErasureRequest request) {
    Erasure erasure = client.unlearn(request).await(progress -> {}, PATIENCE);
    assertEquals(Erasure.State.COMPLETED, erasure.state());
    return erasure;
  }

  private Assurance assurance(Erasure erasure) throws IOException {
    return assertInstanceOf(
        Accepted.class, ReceiptVerifier.trusting(List.of(server.receiptKey()))
            .verify(client.erasure(erasure.name()).receipt()))
        .statement()
        .getAssurance();
  }
}
