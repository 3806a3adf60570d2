package io.lethe.e2e;

import static io.lethe.e2e.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.Interaction;
import io.lethe.v1.Interactions;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said in status, reason and words, and without any id in them. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class BadInputTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final String USER = SyntheticRatings.user(3);
  private static final String STRANGER = "person-nobody-4711";
  private static final String STRANGE_ITEM = "film-nowhere-4711";
  private static final List<String> SECRETS = List
      .of("person-", "film-", "4711", USER, STRANGER, STRANGE_ITEM);

  private final Server server;
  private final RecommendationServiceGrpc.RecommendationServiceBlockingStub recommendations;
  private final UnlearningServiceGrpc.UnlearningServiceBlockingStub unlearning;

  BadInputTest(Installation installation) throws IOException {
    server = installation.serve();
    recommendations = RecommendationServiceGrpc.newBlockingStub(server.channel());
    unlearning = UnlearningServiceGrpc.newBlockingStub(server.channel());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void recommend_unknownModel_isNotFoundAndNamed() {
    ErrorInfo info = assertRefused(
        Code.NOT_FOUND, ErrorReason.MODEL_NOT_FOUND, SECRETS,
        () -> recommendations.recommend(query().setModel("models/songs").build()));
    assertEquals("songs", info.getMetadataOrThrow("model"));
  }

  @Test
  void recommend_unknownUser_isNotFound() {
    assertRefused(
        Code.NOT_FOUND, ErrorReason.USER_NOT_FOUND, SECRETS,
        () -> recommendations.recommend(query().setUser(STRANGER).build()));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 1001, Integer.MAX_VALUE})
  void recommend_nOutOfRange_isInvalidAndTheBoundsAreNamed(int n) {
    ErrorInfo info = assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.N_OUT_OF_RANGE, SECRETS,
        () -> recommendations.recommend(query().setN(n).build()));
    assertEquals("1", info.getMetadataOrThrow("min"));
    assertEquals("1000", info.getMetadataOrThrow("max"));
  }

  @Test
  void recommend_withoutN_answersTen() {
    assertEquals(10, recommendations.recommend(query().clearN().build()).getItemsCount());
  }

  @Test
  void recommend_modelWithoutItsCollection_isToldTheForm() {
    StatusRuntimeException refused = assertThrows(
        StatusRuntimeException.class,
        () -> recommendations.recommend(query().setModel("movies").build()));
    assertEquals(
        "model must have the form models/{model}, such as models/movies",
        refused.getStatus().getDescription());
  }

  @Test
  void recommend_nAtTheBounds_answers() {
    int unseenAtMost = SyntheticRatings.ITEMS - 1;
    int one = recommendations.recommend(query().setN(1).build()).getItemsCount();
    int all = recommendations.recommend(query().setN(1000).build()).getItemsCount();
    assertEquals(1, one);
    assertTrue(all > 1 && all <= unseenAtMost, all + " items for n = 1000");
  }

  @Test
  void unlearn_unknownModel_isNotFound() {
    assertRefused(
        Code.NOT_FOUND, ErrorReason.MODEL_NOT_FOUND, SECRETS,
        () -> unlearning.unlearn(forgetUser().setModel("models/songs").build()));
  }

  @Test
  void unlearn_unknownUser_isNotFound() {
    assertRefused(
        Code.NOT_FOUND, ErrorReason.USER_NOT_FOUND, SECRETS,
        () -> unlearning.unlearn(forgetUser().setUser(STRANGER).build()));
  }

  @Test
  void unlearn_unknownItem_isNotFound() {
    assertRefused(
        Code.NOT_FOUND, ErrorReason.ITEM_NOT_FOUND, SECRETS,
        () -> unlearning.unlearn(forgetUser().setItem(STRANGE_ITEM).build()));
  }

  @Test
  void unlearn_unknownMethod_isInvalidAndNamed() {
    ErrorInfo info = assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.METHOD_NOT_SUPPORTED, SECRETS,
        () -> unlearning.unlearn(forgetUser().setMethodValue(99).build()));
    assertEquals("99", info.getMetadataOrThrow("method"));
  }

  @Test
  void unlearn_withoutRequestId_isInvalid() {
    assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.REQUEST_ID_MISSING, SECRETS,
        () -> unlearning.unlearn(forgetUser().clearRequestId().build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"person-003", "123", "00000000-0000-1000-8000-000000000000",
          "6f9619ff8b86d011b42d00c04fc964ff", " 550e8400-e29b-41d4-a716-446655440000"})
  void unlearn_malformedRequestId_isInvalid(String requestId) {
    assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.REQUEST_ID_MALFORMED, SECRETS,
        () -> unlearning.unlearn(forgetUser().setRequestId(requestId).build()));
  }

  @Test
  void unlearn_withoutTarget_isInvalid() {
    assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.TARGET_EMPTY, SECRETS,
        () -> unlearning.unlearn(forgetUser().clearTarget().build()));
  }

  @Test
  void unlearn_emptyListOfInteractions_isInvalid() {
    assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.TARGET_EMPTY, SECRETS, () -> unlearning
            .unlearn(forgetUser().setInteractions(Interactions.getDefaultInstance()).build()));
  }

  @Test
  void unlearn_emptyUserId_isInvalid() {
    assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.ID_MALFORMED, SECRETS,
        () -> unlearning.unlearn(forgetUser().setUser("").build()));
  }

  @Test
  void unlearn_interactionNeverSeen_isInvalidAndItsPlaceIsNamed() {
    List<String> seen = new SyntheticRatings().itemsOf(USER);
    Interactions interactions = Interactions.newBuilder()
        .addInteractions(interaction(USER, seen.getFirst()))
        .addInteractions(interaction(USER, STRANGE_ITEM))
        .build();
    ErrorInfo info = assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.INTERACTION_NOT_FOUND, SECRETS,
        () -> unlearning.unlearn(forgetUser().setInteractions(interactions).build()));
    assertEquals("1", info.getMetadataOrThrow("index"));
  }

  @Test
  void unlearn_sameIdWithAnotherPayload_alreadyExists() {
    UnlearnRequest.Builder request = forgetUser().setUser(SyntheticRatings.user(101));
    Operation _ = unlearning.unlearn(request.build());

    assertRefused(
        Code.ALREADY_EXISTS, ErrorReason.REQUEST_ID_REUSED, SECRETS,
        () -> unlearning.unlearn(request.setUser(USER).build()));
    assertRefused(
        Code.ALREADY_EXISTS, ErrorReason.REQUEST_ID_REUSED, SECRETS,
        () -> unlearning.unlearn(
            request.setUser(SyntheticRatings.user(101))
                .setMethod(UnlearningMethod.UNLEARNING_METHOD_RETRAIN)
                .build()));
  }

  @Test
  void unlearn_sameIdWithTheSamePayload_givesTheSameErasure() throws Exception {
    UnlearnRequest request = forgetUser().setUser(SyntheticRatings.user(102)).build();

    Operation first = unlearning.unlearn(request);
    Operation second = unlearning.unlearn(request);

    assertEquals(first.getName(), second.getName());
    assertEquals(erasure(first), erasure(second));
  }

  private static String erasure(Operation operation) throws InvalidProtocolBufferException {
    return operation.getMetadata().unpack(UnlearnMetadata.class).getErasure();
  }

  private static RecommendRequest.Builder query() {
    return RecommendRequest.newBuilder().setModel(MODEL).setUser(USER).setN(10);
  }

  private static UnlearnRequest.Builder forgetUser() {
    return UnlearnRequest.newBuilder()
        .setModel(MODEL)
        .setUser(USER)
        .setRequestId(UUID.randomUUID().toString());
  }

  private static Interaction interaction(String user, String item) {
    return Interaction.newBuilder().setUser(user).setItem(item).build();
  }
}
