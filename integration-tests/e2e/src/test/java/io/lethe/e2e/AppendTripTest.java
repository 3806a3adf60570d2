package io.lethe.e2e;

import static io.lethe.e2e.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.AppendInteractionsResponse.Outcome;
import io.lethe.v1.Assurance;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ReceiptStatement;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.Repeats;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do now counts in the next answer, outlives the process, and is forgotten just the same. */
@ExtendWith(Installations.class)
final class AppendTripTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final String NEWCOMER = "newcomer-of-avonlea";
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  private final Installation installation;
  private Server server;

  AppendTripTest(Installation installation) throws IOException {
    this.installation = installation;
    this.server = installation.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void killAndStart() throws IOException {
    server.kill();
    server.close();
    server = installation.serve();
  }

  private static AppendInteractionsRequest order(Repeats repeats, String user, String... items) {
    return AppendInteractionsRequest.newBuilder()
        .setModel(MODEL)
        .setRequestId(UUID.randomUUID().toString())
        .setRepeats(repeats)
        .addAllInteractions(
            Arrays.stream(items)
                .map(
                    item -> InteractionRow.newBuilder()
                        .setUser(user)
                        .setItem(item)
                        .setValue(5)
                        .build())
                .toList())
        .build();
  }

  private List<Outcome> append(AppendInteractionsRequest order) {
    return answered(order).getOutcomesList();
  }

  private AppendInteractionsResponse answered(AppendInteractionsRequest order) {
    return InteractionServiceGrpc.newBlockingStub(server.channel()).appendInteractions(order);
  }

  private RecommendResponse recommend(String user, int n) {
    return RecommendationServiceGrpc.newBlockingStub(server.channel())
        .recommend(RecommendRequest.newBuilder().setModel(MODEL).setUser(user).setN(n).build());
  }

  private static List<String> items(RecommendResponse answer) {
    return answer.getItemsList().stream().map(ScoredItem::getItem).toList();
  }

  private List<String> held(String user) {
    return InteractionServiceGrpc.newBlockingStub(server.channel())
        .listInteractions(
            ListInteractionsRequest.newBuilder()
                .setModel(MODEL)
                .setUser(user)
                .setPageSize(1000)
                .build())
        .getInteractionsList()
        .stream()
        .map(row -> row.getItem() + "=" + row.getValue())
        .toList();
  }

  @Test
  void append_whatIsRecommended_isNotRecommendedAgain() {
    for (int round = 0; round < 5; round++) {
      for (int user = 1; user < 40; user++) {
        String id = SyntheticRatings.user(user);
        String best = items(recommend(id, 1)).getFirst();
        assertEquals(
            List.of(Outcome.OUTCOME_STORED), append(order(Repeats.REPEATS_LATEST, id, best)));
        RecommendResponse next = recommend(id, 1000);
        assertFalse(items(next).contains(best), "the item was appended");
        assertAnsweredFromRows(next);
      }
    }
  }

  /** A model that learned the rows meanwhile, by itself, answers as learned. */
  private static void assertAnsweredFromRows(RecommendResponse answer) {
    assertTrue(
        Set.of(Source.SOURCE_HISTORY, Source.SOURCE_LEARNED).contains(answer.getSource()),
        () -> "from " + answer.getSource());
  }

  /** Which items they are changes when the newcomer is learned, a second later. */
  private void assertAnsweredBeside(String... clicks) {
    List<String> answer = items(recommend(NEWCOMER, 10));
    assertEquals(10, answer.size());
    assertTrue(Collections.disjoint(answer, List.of(clicks)), "what was clicked is left out");
  }

  @Test
  void newcomer_isKnownAtOnce_outlivesAKill_andIsForgotten() throws Exception {
    String[] clicks = {SyntheticRatings.item(1), SyntheticRatings.item(2), "item-of-tomorrow"};
    AppendInteractionsRequest order = order(Repeats.REPEATS_SUM, NEWCOMER, clicks);
    List<Outcome> stored = List
        .of(Outcome.OUTCOME_STORED, Outcome.OUTCOME_STORED, Outcome.OUTCOME_STORED);
    assertEquals(stored, append(order));
    assertAnsweredBeside(clicks);
    // Learned, the answer is the same before and after a restart, which learns it again.
    AppendInteractionsRequest learned = order.toBuilder().setLearnAtOnce(true).build();
    assertTrue(answered(learned).getLearned());
    List<String> answer = items(recommend(NEWCOMER, 10));
    killAndStart();
    assertEquals(stored, append(order));
    assertAnsweredBeside(clicks);
    assertTrue(answered(learned).getLearned());
    assertEquals(answer, items(recommend(NEWCOMER, 10)));
    assertEquals(Stream.of(clicks).map(item -> item + "=5.0").sorted().toList(), held(NEWCOMER));

    ErasureHandle erasure = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, NEWCOMER));
    erasure.await(progress -> {}, ERASURE_MAX);
    ReceiptStatement said = ReceiptStatement.parseFrom(erasure.receipt().statement());
    assertEquals(Assurance.ASSURANCE_NOT_LEARNED, said.getAssurance());
    assertEquals(3, said.getForgottenInteractionCount());
    assertEquals(3, said.getNotLearnedInteractionCount());
    assertUnknown(NEWCOMER);
    assertEquals(List.of(), held(NEWCOMER));
    assertEquals(
        List.of(Outcome.OUTCOME_SUPPRESSED),
        append(order(Repeats.REPEATS_LATEST, NEWCOMER, SyntheticRatings.item(3))));
    server.close();
    assertEquals(List.of(), filesWith(NEWCOMER));
    server = installation.serve();
    assertUnknown(NEWCOMER);
    assertComesBack();
  }

  private void assertComesBack() {
    ForgetTarget newcomer = new ForgetTarget.User(NEWCOMER);
    assertEquals(1, server.client().readmit(Installation.MODEL, newcomer));
    assertEquals(0, server.client().readmit(Installation.MODEL, newcomer));
    io.lethe.client.InteractionRow now = io.lethe.client.InteractionRow
        .of(NEWCOMER, SyntheticRatings.item(3));
    io.lethe.client.InteractionRow before = new io.lethe.client.InteractionRow(
        NEWCOMER, SyntheticRatings.item(4), 1, Optional.of(Instant.EPOCH));
    assertEquals(
        List.of(AppendOutcome.STORED, AppendOutcome.SUPPRESSED),
        server.client()
            .appendInteractions(AppendRequest.of(Installation.MODEL, List.of(now, before)))
            .outcomes());
    assertEquals(10, recommend(NEWCOMER, 10).getItemsCount());
  }

  private void assertUnknown(String user) {
    var _ = assertRefused(
        Code.NOT_FOUND, ErrorReason.USER_NOT_FOUND, List.of(user), () -> recommend(user, 10));
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(installation.data())) {
      return files.filter(Files::isRegularFile).filter(file -> has(file, text)).toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The lock of the folder names the server, whatever else listens on this machine. */
  @Test
  void import_whileAServerHasTheFolder_goesThroughThatServer() throws Exception {
    Path rows = Files.writeString(
        installation.data().resolveSibling("more.csv"),
        "user,item,value\n%s,%s,5\n%s,item-of-tomorrow,4\n"
            .formatted(NEWCOMER, SyntheticRatings.item(1), NEWCOMER));
    Distribution.Ended imported = installation
        .run("import", rows.toString(), "--model", Installation.MODEL);
    assertEquals(0, imported.exitCode(), imported.text());
    assertTrue(
        imported.text().contains("The server at %s has".formatted(server.address())),
        imported.text());
    assertEquals(2, held(NEWCOMER).size());
    assertAnsweredFromRows(recommend(NEWCOMER, 10));
    server.kill();
    Distribution.Ended offline = installation
        .run("import", rows.toString(), "--model", Installation.MODEL);
    assertEquals(0, offline.exitCode(), offline.text());
    assertTrue(offline.text().contains("left 2 as they were"), offline.text());
  }

  @Test
  void append_thatLearns_saysSoAndTheModelTellsHowMany() throws Exception {
    Path rows = Files.writeString(
        installation.data().resolveSibling("learned.csv"),
        "user,item,value\n%1$s,%2$s,5\n%1$s,%3$s,5\n"
            .formatted(NEWCOMER, SyntheticRatings.item(1), SyntheticRatings.item(2)));

    Distribution.Ended learned = installation.run(
        "append", rows.toString(), "--model", Installation.MODEL, "--learn", "--server",
        server.address());

    assertEquals(0, learned.exitCode(), learned.text());
    assertTrue(learned.text().contains("took in 2 new interactions"), learned.text());
    assertTrue(learned.text().contains("has learned all that came"), learned.text());
    Distribution.Ended model = installation
        .run("models", Installation.MODEL, "--server", server.address());
    assertTrue(
        model.text().contains("Learned since, in memory: 2 interactions. None waits."),
        model.text());
    // What waits is the last column of one, and the last but one of the other, before the erasures.
    assertShows("models", "(?m) interactions waiting$[^$]*^ *movies .* 0$");
    assertShows("status", "(?m) interactions waiting  erasures pending$[^$]*^ *movies .* 0 +0$");
  }

  private void assertShows(String command, String pattern) throws Exception {
    Distribution.Ended ended = installation.run(command, "--server", server.address());
    assertTrue(Pattern.compile(pattern).matcher(ended.text()).find(), ended.text());
  }

  @Test
  void append_thenTrain_learnsTheNewcomer() {
    var _ = append(
        order(Repeats.REPEATS_LATEST, NEWCOMER, SyntheticRatings.item(1), "item-of-tomorrow"));
    server.client()
        .train(
            TrainingRequest.of(Installation.MODEL, "mf")
                .with(Map.of("factors", "4", "epochs-max", "5"))
                .from(7))
        .await(progress -> {}, Installations.TRAINING_MAX);
    assertEquals(Source.SOURCE_LEARNED, recommend(NEWCOMER, 10).getSource());
    assertEquals(
        List.of(Outcome.OUTCOME_UNCHANGED),
        append(order(Repeats.REPEATS_LATEST, NEWCOMER, SyntheticRatings.item(1))));
  }
}
