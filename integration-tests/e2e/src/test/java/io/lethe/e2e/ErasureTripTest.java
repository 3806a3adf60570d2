package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.lethe.client.BatchRecommendations;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasurePlan;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget.Interaction;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Model;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.client.ReceiptVerifier;
import io.lethe.client.Recommendations;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.VersionName;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.Assurance;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A trained model forgets users, interactions and an item while it serves. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class ErasureTripTest {

  private static final String MODEL = Installation.MODEL;
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  /** Nobody in these tests forgets this one. */
  private static final String BYSTANDER = SyntheticRatings.user(0);

  private final SyntheticRatings ratings = new SyntheticRatings();
  private final Installation installation;
  private final Server server;
  private final LetheClient client;
  private final ReceiptVerifier verifier;

  ErasureTripTest(Installation installation) throws IOException {
    this.installation = installation;
    server = installation.serve();
    client = server.client();
    verifier = ReceiptVerifier.trusting(List.of(server.receiptKey()));
  }

  @BeforeAll
  void modelServes() {
    assertEquals(Model.State.SERVING, client.model(MODEL).state());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void unlearn_user_isContainedAtOnceAndThenForgotten() {
    String user = SyntheticRatings.user(11);
    assertEquals(10, client.recommend(MODEL, user, 10).items().size());

    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(MODEL, user));

    LetheException contained = assertThrows(
        LetheException.class, () -> client.recommend(MODEL, user, 10));
    Erasure erasure = handle.await(progress -> {}, ERASURE_MAX);
    LetheException forgotten = assertThrows(
        LetheException.class, () -> client.recommend(MODEL, user, 10));
    assertAll(
        () -> assertEquals(Status.Code.NOT_FOUND, contained.status()),
        () -> assertEquals(Erasure.State.COMPLETED, erasure.state()),
        () -> assertEquals(UnlearningMethod.INFLUENCE, erasure.usedMethod()),
        () -> assertEquals(1, erasure.counts().droppedRows(), "the user's own row"),
        () -> assertTrue(erasure.counts().interactions() > 0, "trained on some of the user's rows"),
        () -> assertEquals(ErrorReason.USER_NOT_FOUND.name(), forgotten.reason()),
        () -> assertFalse(
            erasure.times()
                .unlearned()
                .orElseThrow()
                .isBefore(erasure.times().contained().orElseThrow())),
        () -> assertFalse(
            erasure.times().purged().orElseThrow().isBefore(erasure.times().received())));
  }

  @Test
  void unlearn_user_answersMoveForwardToTheVersionThatHasForgotten() {
    Recommendations before = client.recommend(MODEL, BYSTANDER, 10);

    Erasure erasure = completed(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(12)));

    Recommendations after = client.recommend(MODEL, BYSTANDER, 10);
    assertAll(
        () -> assertTrue(after.version().number() > before.version().number(), "version number"),
        () -> assertTrue(after.erasurePosition() > before.erasurePosition(), "erasure position"),
        () -> assertEquals(erasure.erasurePosition(), after.erasurePosition()),
        () -> assertEquals(erasure.unlearnedVersion().orElseThrow(), after.version()),
        () -> assertEquals(before.version(), erasure.baseVersion().orElseThrow()));
  }

  @Test
  void receipt_ofCompletedErasure_verifiesAndNamesTheVersions() {
    VersionName base = client.model(MODEL).activeVersion().orElseThrow();
    String baseDigest = client.version(base).digest();
    Erasure erasure = completed(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(13)));
    VersionName unlearned = erasure.unlearnedVersion().orElseThrow();

    ReceiptStatement statement = verified(erasure);

    assertAll(
        () -> assertEquals(erasure.name(), statement.getErasure()),
        () -> assertEquals(Assurance.ASSURANCE_APPROXIMATE, statement.getAssurance()),
        () -> assertEquals(base.toString(), statement.getBaseVersion()),
        () -> assertEquals(baseDigest, statement.getBaseVersionDigest()),
        () -> assertEquals(unlearned.toString(), statement.getUnlearnedVersion()),
        () -> assertEquals(
            client.version(unlearned).digest(), statement.getUnlearnedVersionDigest()),
        () -> assertEquals(
            erasure.counts().interactions(), statement.getForgottenInteractionCount()),
        () -> assertTrue(statement.getResidue().hasHeldOutLoss(), "a measured residue"),
        () -> assertFalse(statement.toString().contains("person-"), "personal data"));
  }

  @Test
  void receipt_withOneTamperedByte_isRejected() {
    Erasure erasure = completed(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(14)));
    Receipt receipt = client.erasure(erasure.name()).receipt();
    byte[] statement = receipt.statement().toByteArray();
    statement[statement.length / 2] ^= 1;
    Receipt tampered = new Receipt(
        receipt.name(), ByteString.copyFrom(statement), receipt.signature(), receipt.publicKey(),
        receipt.keyId(), receipt.commitmentKey(), receipt.logOrigin(), receipt.transparencyProof());

    ReceiptVerification verification = verifier.verify(tampered);

    assertEquals(new Rejected(Defect.SIGNATURE_WRONG), verification);
  }

  @Test
  void receiptVerify_onTheCommandLine_tellsAGenuineReceiptFromATamperedOne(@TempDir Path folder)
      throws Exception {
    Erasure erasure = completed(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(15)));
    byte[] receipt = client.erasure(erasure.name()).receipt().toByteArray();
    String key = HexFormat.of().formatHex(server.receiptKey());
    Path file = Files.write(folder.resolve("receipt"), receipt);
    Distribution.Ended genuine = installation
        .run("receipt", "verify", file.toString(), "--key", key);
    receipt[receipt.length / 2] ^= 1;
    Files.write(file, receipt);

    Distribution.Ended tampered = installation
        .run("receipt", "verify", file.toString(), "--key", key);

    assertAll(
        () -> assertEquals(0, genuine.exitCode(), genuine.text()),
        () -> assertTrue(genuine.text().contains(erasure.name()), genuine.text()),
        () -> assertNotEquals(0, tampered.exitCode(), tampered.text()),
        () -> assertTrue(tampered.text().contains("not verified"), tampered.text()));
  }

  @Test
  void unlearn_pairs_forgetsThemAndKeepsTheUser() {
    String user = SyntheticRatings.user(21);
    List<Interaction> pairs = trainedPairs(user, 2);
    Recommendations before = client.recommend(MODEL, user, 10);

    Erasure erasure = completed(ErasureRequest.ofInteractions(MODEL, pairs));

    Recommendations after = client.recommend(MODEL, user, 10);
    LetheException again = assertThrows(
        LetheException.class, () -> client.unlearn(ErasureRequest.ofInteractions(MODEL, pairs)));
    assertAll(
        () -> assertEquals(2, erasure.counts().interactions()),
        () -> assertEquals(0, erasure.counts().droppedRows()),
        () -> assertTrue(erasure.counts().changedRows() > 0, "rows changed"),
        () -> assertNotEquals(before.items(), after.items(), "the user's scores"),
        () -> assertEquals(ErrorReason.INTERACTION_NOT_FOUND.name(), again.reason()));
  }

  @Test
  void unlearn_item_isNeverRecommendedAgain() {
    String item = client.recommend(MODEL, SyntheticRatings.user(31), 1).items().getFirst().item();

    ErasureHandle handle = client.unlearn(ErasureRequest.ofItem(MODEL, item));

    List<String> whileContained = recommendedToAnybody();
    Erasure erasure = handle.await(progress -> {}, ERASURE_MAX);
    List<String> afterwards = recommendedToAnybody();
    assertAll(
        () -> assertEquals(Erasure.State.COMPLETED, erasure.state()),
        () -> assertFalse(whileContained.contains(item), "right after the acceptance"),
        () -> assertFalse(afterwards.contains(item), "after the completion"), () -> assertTrue(
            client.score(MODEL, BYSTANDER, List.of(item)).scores().getFirst().isEmpty(), "scored"));
  }

  @Test
  void unlearn_byRetraining_hasAssuranceRetrained() {
    ErasureRequest request = ErasureRequest.ofUser(MODEL, SyntheticRatings.user(41))
        .by(UnlearningMethod.RETRAIN);

    Erasure erasure = completed(request);

    assertAll(
        () -> assertEquals(UnlearningMethod.RETRAIN, erasure.usedMethod()),
        () -> assertEquals(Assurance.ASSURANCE_RETRAINED, verified(erasure).getAssurance()));
  }

  @Test
  void plan_ofAUser_tellsTheSizeAndChangesNothing() {
    String user = SyntheticRatings.user(51);
    ErasureRequest request = ErasureRequest.ofUser(MODEL, user);
    Model before = client.model(MODEL);
    List<String> erasuresBefore = erasureNames();
    Recommendations answerBefore = client.recommend(MODEL, user, 10);

    ErasurePlan plan = client.plan(request);

    assertAll(
        () -> assertEquals(UnlearningMethod.INFLUENCE, plan.method()),
        () -> assertEquals(before.activeVersion(), plan.baseVersion()),
        () -> assertTrue(plan.interactions() > 0, "interactions"),
        () -> assertTrue(plan.selectedParameters() > 0, "selection"),
        () -> assertEquals(before, client.model(MODEL)),
        () -> assertEquals(erasuresBefore, erasureNames()),
        () -> assertEquals(answerBefore, client.recommend(MODEL, user, 10)));
    // Planning has not used the id up: it can be carried out under it, as planned.
    assertEquals(plan.interactions(), completed(request).counts().interactions());
  }

  private Erasure completed(ErasureRequest request) {
    return client.unlearn(request).await(progress -> {}, ERASURE_MAX);
  }

  private ReceiptStatement verified(Erasure erasure) {
    Receipt receipt = client.erasure(erasure.name()).receipt();
    return assertInstanceOf(Accepted.class, verifier.verify(receipt)).statement();
  }

  private List<Interaction> trainedPairs(String user, int count) {
    return ratings.itemsOf(user)
        .stream()
        .map(item -> new Interaction(user, item))
        .limit(count)
        .toList();
  }

  private List<String> recommendedToAnybody() {
    List<String> users = SyntheticRatings.users();
    BatchRecommendations answer = client.batchRecommend(MODEL, users, SyntheticRatings.ITEMS);
    return answer.entries()
        .stream()
        .flatMap(entry -> entry.items().stream())
        .map(scored -> scored.item())
        .distinct()
        .toList();
  }

  private List<String> erasureNames() {
    try (Stream<Erasure> erasures = client.erasures()) {
      return erasures.map(Erasure::name).toList();
    }
  }
}
