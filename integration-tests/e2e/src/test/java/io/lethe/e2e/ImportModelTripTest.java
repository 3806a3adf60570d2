package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget.Interaction;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerifier;
import io.lethe.client.UnlearningMethod;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.Assurance;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors of a model that was trained elsewhere: by another server, whose checkpoint is a safetensors
 * file like any other's.
 */
@ExtendWith(Installations.class)
final class ImportModelTripTest {

  private static final String MODEL = "brought";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int HEADER_BYTES = 12;

  private final SyntheticRatings ratings = new SyntheticRatings();
  private final Installation installation;
  private final Server server;
  private final LetheClient client;
  private final ReceiptVerifier verifier;

  @TempDir private Path folder;

  ImportModelTripTest(Installation installation) throws IOException {
    this.installation = installation;
    server = installation.serve();
    client = server.client();
    verifier = ReceiptVerifier.trusting(List.of(server.receiptKey()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @BeforeEach
  void exportTheOthersModel() throws IOException {
    Files.copy(installation.parameters(), folder.resolve("model.safetensors"));
    ByteBuffer ids = ByteBuffer
        .wrap(Files.readAllBytes(installation.parameters().resolveSibling("ids.bin")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(HEADER_BYTES);
    int users = ids.getInt();
    int items = ids.getInt();
    assertEquals(0, ids.getInt(), "features");
    Files.write(folder.resolve("users.txt"), read(ids, users));
    Files.write(folder.resolve("items.txt"), read(ids, items));
    ratings.writeCsv(folder.resolve("ratings.csv"));
  }

  private static List<String> read(ByteBuffer ids, int count) {
    List<String> read = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      byte[] id = new byte[Short.toUnsignedInt(ids.getShort())];
      ids.get(id);
      read.add(new String(id, StandardCharsets.UTF_8));
    }
    return read;
  }

  private Distribution.Ended bringIn(String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(
        List.of(
            "import-model", "--model", MODEL, "--tensors", folder + "/model.safetensors", "--users",
            folder + "/users.txt", "--items", folder + "/items.txt", "--arrays",
            "user,item,no_user_biases,no_item_biases"));
    arguments.addAll(List.of(more));
    return installation.run(arguments.toArray(String[]::new));
  }

  private void bringInWithInteractions() throws IOException, InterruptedException {
    Distribution.Ended done = bringIn("--log-file", folder + "/ratings.csv");
    assertEquals(0, done.exitCode(), done.text());
    assertTrue(done.text().contains("models/brought/versions/1 answers now"), done.text());
    assertTrue(done.text().contains("200 users"), done.text());
  }

  private Erasure ended(ErasureRequest request) {
    return client.unlearn(request).await(progress -> {}, PATIENCE);
  }

  /** A failure is attested a moment after it is told. */
  private Optional<ReceiptStatement> attested(Erasure failed) {
    try {
      return Optional.of(verified(failed));
    } catch (LetheException unready) {
      assertEquals(ErrorReason.RECEIPT_NOT_READY.name(), unready.reason());
      return Optional.empty();
    }
  }

  private ReceiptStatement verified(Erasure erasure) {
    return assertInstanceOf(
        Accepted.class, verifier.verify(client.erasure(erasure.name()).receipt())).statement();
  }

  private long waiting() throws IOException {
    try (Stream<Path> files = Files.walk(installation.data().resolve("imports"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void vectors_scoreAsWhereTheyWereTrained_andNothingOfThemLiesAbout() throws Exception {
    bringInWithInteractions();
    List<String> items = ratings.itemsOf(SyntheticRatings.user(3));
    List<OptionalDouble> there = client.score(Installation.MODEL, SyntheticRatings.user(7), items)
        .scores();
    List<OptionalDouble> here = client.score(MODEL, SyntheticRatings.user(7), items).scores();
    for (int k = 0; k < items.size(); k++) {
      assertEquals(there.get(k).orElseThrow(), here.get(k).orElseThrow(), 1e-5);
    }
    assertEquals(
        client.recommend(Installation.MODEL, SyntheticRatings.user(7), 20).items().size(),
        client.recommend(MODEL, SyntheticRatings.user(7), 20).items().size());
    assertEquals(0, waiting());
  }

  @Test
  void erasures_areUnlearnedByInfluence_andReceiptsSayWhereTheTrainingWas() throws Exception {
    bringInWithInteractions();
    String user = SyntheticRatings.user(11);
    List<Interaction> pairs = ratings.itemsOf(SyntheticRatings.user(12))
        .stream()
        .limit(3)
        .map(item -> new Interaction(SyntheticRatings.user(12), item))
        .toList();
    Erasure whole = ended(ErasureRequest.ofUser(MODEL, user));
    Erasure some = ended(ErasureRequest.ofInteractions(MODEL, pairs));
    for (Erasure erasure : List.of(whole, some)) {
      ReceiptStatement said = verified(erasure);
      assertEquals(Assurance.ASSURANCE_APPROXIMATE, said.getAssurance());
      assertEquals("embeddings", said.getPlugin());
      assertTrue(
          said.getUncoveredScopesList().stream().anyMatch(scope -> scope.contains("outside this")));
    }
    assertEquals(1, whole.counts().droppedRows());
    assertEquals(3, some.counts().interactions());
    assertThrows(LetheException.class, () -> client.recommend(MODEL, user, 10));
  }

  /** Its row is solved anew on what it keeps; the constants in a row, which never move, count for nothing. */
  @Test
  void itemThatLosesMostOfItsInteractions_isUnlearnedToo() throws Exception {
    bringInWithInteractions();
    Map<String, List<String>> users = SyntheticRatings.users()
        .stream()
        .flatMap(user -> ratings.itemsOf(user).stream().map(item -> Map.entry(item, user)))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    Map.Entry<String, List<String>> rare = users.entrySet()
        .stream()
        .filter(each -> each.getValue().size() >= 4)
        .min(Comparator.comparingInt(each -> each.getValue().size()))
        .orElseThrow();
    List<Interaction> most = rare.getValue()
        .stream()
        .skip(1)
        .map(user -> new Interaction(user, rare.getKey()))
        .toList();
    Erasure done = ended(ErasureRequest.ofInteractions(MODEL, most));
    assertEquals(Assurance.ASSURANCE_APPROXIMATE, verified(done).getAssurance());
  }

  @Test
  void retraining_isNeverCertified_untilNewVectorsComeInThatSomebodyVouchesFor() throws Exception {
    bringInWithInteractions();
    String user = SyntheticRatings.user(21);
    ErasureHandle handle = client
        .unlearn(ErasureRequest.ofUser(MODEL, user).by(UnlearningMethod.RETRAIN));
    LetheException failure = assertThrows(
        LetheException.class, () -> handle.await(progress -> {}, PATIENCE));
    Erasure failed = handle.now();
    ReceiptStatement contained = Until.answer(() -> attested(failed), Optional::isPresent)
        .orElseThrow();
    Distribution.Ended old = bringIn();
    Distribution.Ended beyond = bringIn("--erasures-left-out", "2");
    Distribution.Ended fresh = bringIn("--erasures-left-out", "1");
    Erasure retried = client.erasure(handle.retry().name()).await(progress -> {}, PATIENCE);
    ReceiptStatement said = verified(retried);
    assertAll(
        () -> assertEquals(ErrorReason.RETRAINING_ELSEWHERE.name(), failure.reason()),
        () -> assertEquals(Erasure.State.FAILED, failed.state()),
        () -> assertEquals(Assurance.ASSURANCE_CONTAINED, contained.getAssurance()),
        () -> assertEquals(ErrorReason.RETRAINING_ELSEWHERE, contained.getFailureReason()),
        () -> assertFalse(old.exitCode() == 0, old.text()),
        () -> assertTrue(old.text().contains("go up to position 1"), old.text()),
        () -> assertTrue(beyond.text().contains("beyond 1"), beyond.text()),
        () -> assertEquals(0, fresh.exitCode(), fresh.text()),
        () -> assertTrue(fresh.text().contains("199 users"), fresh.text()),
        () -> assertEquals(Erasure.State.COMPLETED, retried.state()),
        () -> assertEquals(Assurance.ASSURANCE_TRAINED_ELSEWHERE, said.getAssurance()),
        () -> assertTrue(
            said.getUncoveredScopesList()
                .stream()
                .anyMatch(scope -> scope.contains("did not see that training"))),
        () -> assertEquals(0, waiting()),
        () -> assertThrows(LetheException.class, () -> client.recommend(MODEL, user, 10)));
  }

  @Test
  void vectorsThatDoNotFit_areRefusedWithTheReason_andLeaveNothing() throws Exception {
    bringInWithInteractions();
    List<String> users = Files.readAllLines(folder.resolve("users.txt"));
    Files.write(folder.resolve("users.txt"), users.subList(0, 199));
    Distribution.Ended fewer = bringIn();
    assertTrue(fewer.text().contains("user has 200 rows, and users.txt has 199 ids"), fewer.text());
    Files.write(folder.resolve("users.txt"), users.reversed());
    List<String> items = Files.readAllLines(folder.resolve("items.txt"));
    Files.write(folder.resolve("items.txt"), items.stream().map(item -> "x" + item).toList());
    Distribution.Ended strangers = bringIn();
    assertEquals(4, strangers.exitCode(), strangers.text());
    assertTrue(
        strangers.text().contains("0 interactions are of a user and an item"), strangers::text);
    assertEquals(0, waiting());
    assertEquals(1, client.model(MODEL).activeVersion().orElseThrow().number());
  }
}
