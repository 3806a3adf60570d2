package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.lethe.installed.Server;
import io.lethe.v1.Erasure;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.ModelVersion;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.TrainModelMetadata;
import io.lethe.v1.TrainModelRequest;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard interfaces beside our own: long-running operations, health, reflection. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class OperationsTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final int WAIT_SECONDS = 300;

  private final Server server;
  private final OperationsGrpc.OperationsBlockingStub operations;

  OperationsTest(Installation installation) throws IOException {
    server = installation.serve();
    operations = OperationsGrpc.newBlockingStub(server.channel());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void waitOperation_onAnErasure_answersWithTheCompletedErasure() throws Exception {
    Operation accepted = UnlearningServiceGrpc.newBlockingStub(server.channel())
        .unlearn(
            UnlearnRequest.newBuilder()
                .setModel(MODEL)
                .setUser(SyntheticRatings.user(9))
                .setRequestId(UUID.randomUUID().toString())
                .build());

    Operation done = await(accepted);

    UnlearnMetadata metadata = done.getMetadata().unpack(UnlearnMetadata.class);
    Erasure erasure = done.getResponse().unpack(Erasure.class);
    assertAll(
        () -> assertTrue(done.getDone()), () -> assertEquals(accepted.getName(), done.getName()),
        () -> assertEquals(Erasure.State.STATE_COMPLETED, erasure.getState()),
        () -> assertEquals(erasure.getName(), metadata.getErasure()),
        () -> assertEquals(done, get(accepted.getName())));
  }

  @Test
  void waitOperation_onATraining_answersWithTheNewActiveVersion() throws Exception {
    Operation accepted = ModelServiceGrpc.newBlockingStub(server.channel())
        .trainModel(
            TrainModelRequest.newBuilder()
                .setModel(MODEL)
                .setPlugin("mf")
                .putAllOptions(Installations.TRAINING_OPTIONS)
                .setSeed(8)
                .setRequestId(UUID.randomUUID().toString())
                .build());

    Operation done = await(accepted);

    ModelVersion version = done.getResponse().unpack(ModelVersion.class);
    TrainModelMetadata metadata = done.getMetadata().unpack(TrainModelMetadata.class);
    assertAll(
        () -> assertEquals(accepted.getName(), done.getName()),
        () -> assertEquals(ModelVersion.Origin.ORIGIN_TRAINING, version.getOrigin()),
        () -> assertTrue(version.getMetrics().getValidationAuc() > 0.6, "better than chance"),
        () -> assertEquals(MODEL, metadata.getModel()),
        () -> assertTrue(metadata.getEpoch() > 0, "epochs"),
        () -> assertEquals(1, metadata.getFraction()), () -> assertFalse(metadata.hasEta()),
        () -> assertTrue(get(accepted.getName()).getDone()));
  }

  @Test
  void getOperation_unknown_isNotFoundAndNamed() {
    ErrorInfo info = Refusals.assertRefused(
        Code.NOT_FOUND, ErrorReason.OPERATION_NOT_FOUND, List.of(),
        () -> get("operations/erasure-00000000-0000-4000-8000-000000000000"));
    assertEquals(
        "operations/erasure-00000000-0000-4000-8000-000000000000",
        info.getMetadataOrThrow("operation"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", RecommendationServiceGrpc.SERVICE_NAME, ModelServiceGrpc.SERVICE_NAME,
          UnlearningServiceGrpc.SERVICE_NAME})
  void health_ofATrainedModel_isServing(String service) {
    assertEquals(
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(server.channel())
            .check(HealthCheckRequest.newBuilder().setService(service).build())
            .getStatus());
  }

  /** By its older name, too: some tools know no other. */
  @ParameterizedTest
  @ValueSource(strings = {"grpc.reflection.v1", "grpc.reflection.v1alpha"})
  void reflection_listsTheServices(String version) throws Exception {
    List<String> services = reflected(version + ".ServerReflection/ServerReflectionInfo");
    assertTrue(
        services.containsAll(
            List.of(
                RecommendationServiceGrpc.SERVICE_NAME, ModelServiceGrpc.SERVICE_NAME,
                UnlearningServiceGrpc.SERVICE_NAME, OperationsGrpc.SERVICE_NAME,
                HealthGrpc.SERVICE_NAME)),
        services.toString());
  }

  private Operation get(String name) {
    return operations.getOperation(GetOperationRequest.newBuilder().setName(name).build());
  }

  private Operation await(Operation accepted) {
    return operations.waitOperation(
        WaitOperationRequest.newBuilder()
            .setName(accepted.getName())
            .setTimeout(Duration.newBuilder().setSeconds(WAIT_SECONDS))
            .build());
  }

  private List<String> reflected(String method) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    ClientCall<ServerReflectionRequest, ServerReflectionResponse> call = server.channel()
        .newCall(
            ServerReflectionGrpc.getServerReflectionInfoMethod()
                .toBuilder()
                .setFullMethodName(method)
                .build(),
            CallOptions.DEFAULT);
    StreamObserver<ServerReflectionRequest> requests = ClientCalls
        .asyncBidiStreamingCall(call, new StreamObserver<>() {
          @Override
          public void onNext(ServerReflectionResponse response) {
            answer.complete(response);
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            answer.completeExceptionally(new IllegalStateException("no answer"));
          }
        });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    ServerReflectionResponse response = answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
    requests.onCompleted();
    return response.getListServicesResponse()
        .getServiceList()
        .stream()
        .map(ServiceResponse::getName)
        .toList();
  }
}
