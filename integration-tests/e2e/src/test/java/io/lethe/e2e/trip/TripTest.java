package io.lethe.e2e.trip;

import static io.lethe.e2e.trip.Installation.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasurePlan;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerifier;
import io.lethe.client.RecommendQuery;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.VersionName;
import io.lethe.server.wiring.LetheServer;
import io.lethe.v1.Assurance;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Train, recommend, forget, swap, verify: on one server, each test with people of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TripTest {

  private final LetheServer server;
  private final LetheClient client;

  TripTest(@TempDir Path folder) throws IOException {
    server = Installation.in(folder).startTrained();
    client = Installation.client(server);
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private static List<String> items(Recommendations answer) {
    return answer.items().stream().map(ScoredItem::item).toList();
  }

  private Erasure forget(ErasureRequest request) {
    return client.unlearn(request).await(progress -> {}, Installation.WAIT_MAX);
  }

  private void assertUnknown(String user) {
    LetheException gone = assertThrows(
        LetheException.class, () -> client.recommend(MODEL, user, 1));
    assertEquals(Status.Code.NOT_FOUND, gone.status());
  }

  @Test
  void recommend_knownUser_answersUnseenItemsBestFirst() {
    Recommendations answer = client.recommend(MODEL, People.user(1), 10);
    assertEquals(10, answer.items().size());
    List<String> seen = People.itemsOf(1);
    assertTrue(items(answer).stream().noneMatch(seen::contains));
    for (int k = 1; k < 10; k++) {
      assertTrue(answer.items().get(k - 1).score() >= answer.items().get(k).score());
    }
  }

  @Test
  void unlearn_user_isContainedAtOnceAndForgottenSoon() {
    String user = People.user(2);
    ErasureRequest request = ErasureRequest.ofUser(MODEL, user);
    ErasureHandle handle = client.unlearn(request);
    assertUnknown(user);

    Erasure done = handle.await(progress -> {}, Installation.WAIT_MAX);
    assertEquals(Erasure.State.COMPLETED, done.state());
    assertEquals(People.itemsOf(2).size(), done.counts().interactions());
    assertUnknown(user);
    LetheException forgotten = assertThrows(
        LetheException.class, () -> client.recommend(MODEL, user, 1));
    assertTrue(forgotten.is(ErrorReason.USER_NOT_FOUND), forgotten.reason());
    assertEquals(handle.name(), client.unlearn(request).name(), "sent again, done once");
  }

  @Test
  void unlearn_interactions_changesTheVersionAndLetsItemsComeBack() {
    int user = 3;
    List<String> gone = People.itemsOf(user).subList(0, 3);
    List<ForgetTarget.Interaction> pairs = gone.stream()
        .map(item -> new ForgetTarget.Interaction(People.user(user), item))
        .toList();
    VersionName before = client.recommend(MODEL, People.user(user), 1).version();
    ErasureHandle handle = client.unlearn(ErasureRequest.ofInteractions(MODEL, pairs));
    RecommendQuery all = RecommendQuery.of(MODEL, People.user(user), People.ITEMS);

    Erasure done = handle.await(progress -> {}, Installation.WAIT_MAX);
    assertEquals(3, done.counts().interactions());
    Recommendations after = client.recommend(all);
    assertTrue(after.version().number() > before.number());
    assertTrue(items(after).containsAll(gone), "forgotten interactions no longer hide their items");
    assertTrue(after.erasurePosition() >= done.erasurePosition());
  }

  @Test
  void unlearn_item_isNeverRecommendedAgain() {
    String item = People.itemThatNobodyHas(1, 10);
    assertTrue(items(client.recommend(MODEL, People.user(4), People.ITEMS)).contains(item));
    ErasureHandle handle = client.unlearn(ErasureRequest.ofItem(MODEL, item));
    assertFalse(items(client.recommend(MODEL, People.user(4), People.ITEMS)).contains(item));
    Erasure done = handle.await(progress -> {}, Installation.WAIT_MAX);
    assertEquals(Erasure.State.COMPLETED, done.state());
    assertFalse(items(client.recommend(MODEL, People.user(4), People.ITEMS)).contains(item));
    LetheException unknown = assertThrows(
        LetheException.class, () -> client.plan(ErasureRequest.ofItem(MODEL, item)));
    assertTrue(unknown.is(ErrorReason.ITEM_NOT_FOUND), unknown.reason());
  }

  @Test
  void unlearn_byRetraining_saysSoInItsReceipt() throws Exception {
    ErasureRequest request = ErasureRequest.ofUser(MODEL, People.user(5))
        .by(UnlearningMethod.RETRAIN);
    Erasure done = forget(request);
    assertEquals(UnlearningMethod.RETRAIN, done.usedMethod());
    assertUnknown(People.user(5));
    assertEquals(Assurance.ASSURANCE_RETRAINED, statement(done).getAssurance());
  }

  @Test
  void receipt_ofAnInfluenceUpdate_verifiesAndNamesTheServedVersions() {
    Erasure done = forget(ErasureRequest.ofUser(MODEL, People.user(6)));
    ReceiptStatement statement = statement(done);
    assertEquals(done.name(), statement.getErasure());
    assertEquals(Assurance.ASSURANCE_APPROXIMATE, statement.getAssurance());
    assertEquals(done.counts().interactions(), statement.getForgottenInteractionCount());
    VersionName after = VersionName.parse(statement.getUnlearnedVersion());
    assertEquals(client.version(after).digest(), statement.getUnlearnedVersionDigest());
    assertFalse(statement.toString().contains("secret-"), "a receipt holds no personal data");
  }

  private ReceiptStatement statement(Erasure done) {
    ReceiptVerification verification = ReceiptVerifier.trusting(List.of(server.receiptKey()))
        .verify(client.erasure(done.name()).receipt());
    return assertInstanceOf(ReceiptVerification.Accepted.class, verification).statement();
  }

  @Test
  void plan_user_changesNothing() {
    VersionName before = client.recommend(MODEL, People.user(7), 1).version();
    ErasurePlan plan = client.plan(ErasureRequest.ofUser(MODEL, People.user(7)));
    assertEquals(People.itemsOf(7).size(), plan.interactions());
    assertTrue(plan.selectedParameters() > 0);
    assertTrue(client.recommend(MODEL, People.user(7), 1).version().number() >= before.number());
    assertEquals(10, client.recommend(MODEL, People.user(7), 10).items().size());
  }

  @Test
  void await_erasure_tellsStatesInTheirOrder() {
    List<Erasure.State> states = new ArrayList<>();
    client.unlearn(ErasureRequest.ofUser(MODEL, People.user(8)))
        .await(erasure -> states.add(erasure.state()), Installation.WAIT_MAX);
    assertEquals(states.stream().sorted().distinct().toList(), states);
    assertEquals(Erasure.State.COMPLETED, states.getLast());
  }

  @Test
  void activate_versionFromBeforeAnErasure_isRefusedForEver() {
    Erasure done = forget(ErasureRequest.ofUser(MODEL, People.user(9)));
    VersionName older = new VersionName(MODEL, 1);
    LetheException refused = assertThrows(LetheException.class, () -> client.activate(older));
    assertTrue(refused.is(ErrorReason.VERSION_HOLDS_ERASED_DATA), refused.reason());
    assertTrue(done.erasurePosition() > 0);
  }
}
