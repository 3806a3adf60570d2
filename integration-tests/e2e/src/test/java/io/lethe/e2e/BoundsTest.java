package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.lethe.installed.Server;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bounds that the contract states to machines are the server's own: at, just within and just beyond
 * each, both come to the same verdict. Only then may a caller check before it calls.
 */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class BoundsTest {

  private static final String MODEL = "model: 'models/%s' ".formatted(Installation.MODEL);
  private static final String USER = "user: '%s' ".formatted(SyntheticRatings.user(3));
  private static final String SOMEWHERE = "name: 'erasures/00000000-0000-4000-8000-000000000000%s'";
  private static final String ID = "request_id: '5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c' ";

  /** A request that passes, of every method that takes one with bounds; no version is changed by it. */
  private static final Map<MethodDescriptor<?, ?>, String> PASSING = Map.ofEntries(
      Map.entry(RecommendationServiceGrpc.getRecommendMethod(), MODEL + USER + "n: 5"),
      Map.entry(
          RecommendationServiceGrpc.getBatchRecommendMethod(), MODEL + "users: 'nobody' n: 5"),
      Map.entry(RecommendationServiceGrpc.getScoreMethod(), MODEL + USER + "items: 'nothing'"),
      Map.entry(
          RecommendationServiceGrpc.getRecommendForItemsMethod(),
          MODEL + "items: {item: 'nothing'} n: 5"),
      Map.entry(RecommendationServiceGrpc.getSimilarItemsMethod(), MODEL + "item: 'nothing' n: 5"),
      Map.entry(
          InteractionServiceGrpc.getAppendInteractionsMethod(),
          MODEL + ID + "interactions: {user: 'newcomer' item: 'nothing'}"),
      Map.entry(
          InteractionServiceGrpc.getImportInteractionsMethod(),
          MODEL + ID.replace("request", "import")),
      Map.entry(InteractionServiceGrpc.getListInteractionsMethod(), MODEL + USER),
      Map.entry(CatalogServiceGrpc.getUpdateItemsMethod(), MODEL + "items: {item: 'nothing'}"),
      Map.entry(CatalogServiceGrpc.getDeleteItemsMethod(), MODEL + "items: 'nothing'"),
      Map.entry(CatalogServiceGrpc.getGetItemMethod(), MODEL + "item: 'nothing'"),
      Map.entry(CatalogServiceGrpc.getListItemsMethod(), MODEL),
      Map.entry(ModelServiceGrpc.getListModelsMethod(), ""),
      Map.entry(ModelServiceGrpc.getGetModelMethod(), "name: 'models/unheard-of'"),
      Map.entry(ModelServiceGrpc.getListModelVersionsMethod(), "parent: 'models/unheard-of'"),
      Map.entry(
          ModelServiceGrpc.getGetModelVersionMethod(), "name: 'models/unheard-of/versions/1'"),
      Map.entry(
          ModelServiceGrpc.getActivateVersionMethod(), "name: 'models/unheard-of/versions/1'"),
      Map.entry(ModelServiceGrpc.getDeleteModelMethod(), "name: 'models/unheard-of'"),
      Map.entry(ModelServiceGrpc.getRebaseVersionMethod(), "name: 'models/unheard-of/versions/1'"),
      Map.entry(
          ModelServiceGrpc.getSetAliasMethod(),
          "name: 'models/unheard-of/aliases/canary' model_version: 'models/unheard-of/versions/1'"),
      Map.entry(ModelServiceGrpc.getListPluginsMethod(), ""),
      Map.entry(ModelServiceGrpc.getReloadPluginsMethod(), ""),
      Map.entry(
          ModelServiceGrpc.getDeleteAliasMethod(), "name: 'models/unheard-of/aliases/canary'"),
      Map.entry(ModelServiceGrpc.getTrainModelMethod(), MODEL + "plugin: 'unheard-of' " + ID),
      Map.entry(
          UnlearningServiceGrpc.getUnlearnMethod(), MODEL + USER + ID + "validate_only: true"),
      Map.entry(UnlearningServiceGrpc.getReadmitSubjectMethod(), MODEL + USER),
      Map.entry(UnlearningServiceGrpc.getGetErasureMethod(), SOMEWHERE.formatted("")),
      Map.entry(UnlearningServiceGrpc.getWatchErasureMethod(), SOMEWHERE.formatted("")),
      Map.entry(UnlearningServiceGrpc.getApproveErasureMethod(), SOMEWHERE.formatted("")),
      Map.entry(UnlearningServiceGrpc.getCancelErasureMethod(), SOMEWHERE.formatted("")),
      Map.entry(UnlearningServiceGrpc.getRetryErasureMethod(), SOMEWHERE.formatted("")),
      Map.entry(UnlearningServiceGrpc.getSearchErasuresMethod(), USER),
      Map.entry(UnlearningServiceGrpc.getGetReceiptMethod(), SOMEWHERE.formatted("/receipt")),
      Map.entry(UnlearningServiceGrpc.getListErasuresMethod(), ""),
      Map.entry(AuditServiceGrpc.getGetConsistencyProofMethod(), ""),
      Map.entry(AuditServiceGrpc.getListAuditEventsMethod(), ""),
      Map.entry(AuditServiceGrpc.getListSettingsMethod(), ""),
      Map.entry(AuditServiceGrpc.getListLogEntriesMethod(), ""));

  /** Refusals that only a request beyond a stated bound may meet. */
  private static final Set<String> OF_BOUNDS = Set.of(
      "ARGUMENT_INVALID", "NAME_MALFORMED", "ID_MALFORMED", "PAGE_SIZE_NEGATIVE", "N_OUT_OF_RANGE",
      "BATCH_OUT_OF_RANGE", "ITEMS_OUT_OF_RANGE", "REQUEST_ID_MISSING", "REQUEST_ID_MALFORMED",
      "TARGET_EMPTY", "TARGET_TOO_LARGE");
  private static final Set<Code> REFUSED = Set.of(Code.INVALID_ARGUMENT, Code.NOT_FOUND);

  private final Validator validator = ValidatorFactory.newBuilder().build();
  private final Server server;

  BoundsTest(Installation installation) throws IOException {
    server = installation.serve();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<MethodDescriptor<?, ?>> methods() {
    return Stream
        .of(
            RecommendationServiceGrpc.getServiceDescriptor(),
            InteractionServiceGrpc.getServiceDescriptor(),
            CatalogServiceGrpc.getServiceDescriptor(), ModelServiceGrpc.getServiceDescriptor(),
            UnlearningServiceGrpc.getServiceDescriptor(), AuditServiceGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> !type(method).getFields().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void request_aroundEveryBound_isJudgedAlikeByContractAndServer(MethodDescriptor<?, ?> method)
      throws Exception {
    DynamicMessage.Builder passing = DynamicMessage.newBuilder(type(method));
    TextFormat.merge(PASSING.get(method), passing);
    assertAlike(method, passing.build(), "as it is");
    for (FieldDescriptor field : type(method).getFields()) {
      for (Object value : BoundarySamples.of(field)) {
        assertAlike(
            method, passing.build().toBuilder().setField(field, value).build(),
            field.getName() + " " + BoundarySamples.inWords(value));
      }
    }
  }

  private void assertAlike(MethodDescriptor<?, ?> method, Message request, String sample)
      throws ValidationException {
    ValidationResult verdict = validator.validate(request);
    AnyCall.Reply reply = new AnyCall(method).send(server.channel(), request.toByteArray());
    boolean refusedForBounds = OF_BOUNDS.stream().anyMatch(reply.told()::contains);
    if (verdict.isSuccess()) {
      assertFalse(refusedForBounds, () -> sample + ": only the server refuses: " + reply.told());
    } else {
      assertTrue(
          REFUSED.contains(reply.code()),
          () -> sample + ": only the contract refuses: " + verdict.getViolations().getFirst());
    }
  }

  private static Descriptor type(MethodDescriptor<?, ?> method) {
    return ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor()
        .getInputType();
  }
}
