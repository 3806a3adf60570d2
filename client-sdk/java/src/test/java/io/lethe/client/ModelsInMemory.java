package io.lethe.client;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.ActivateVersionRequest;
import io.lethe.v1.Alias;
import io.lethe.v1.DeleteAliasRequest;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.GetModelVersionRequest;
import io.lethe.v1.ListModelVersionsRequest;
import io.lethe.v1.ListModelVersionsResponse;
import io.lethe.v1.ListModelsRequest;
import io.lethe.v1.ListModelsResponse;
import io.lethe.v1.ListPluginsRequest;
import io.lethe.v1.ListPluginsResponse;
import io.lethe.v1.Model;
import io.lethe.v1.ModelMetrics;
import io.lethe.v1.ModelServiceGrpc.ModelServiceImplBase;
import io.lethe.v1.ModelVersion;
import io.lethe.v1.Plugin;
import io.lethe.v1.PluginChange;
import io.lethe.v1.ReloadPluginsRequest;
import io.lethe.v1.ReloadPluginsResponse;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.TrainModelMetadata;
import io.lethe.v1.TrainModelRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One model with three versions, the first of which holds erased data; trains in three looks. */
final class ModelsInMemory extends ModelServiceImplBase {

  private static final int EPOCHS = 2;

  private final AtomicInteger looks = new AtomicInteger();
  private volatile boolean cancelled;

  OperationsGrpc.OperationsImplBase operations() {
    return new OperationsGrpc.OperationsImplBase() {
      @Override
      public void waitOperation(WaitOperationRequest request, StreamObserver<Operation> answer) {
        reply(answer, operation(looks.getAndIncrement()));
      }

      @Override
      public void cancelOperation(CancelOperationRequest request, StreamObserver<Empty> answer) {
        cancelled = true;
        reply(answer, Empty.getDefaultInstance());
      }
    };
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> answer) {
    reply(answer, ListModelsResponse.newBuilder().addModels(model()).build());
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<Model> answer) {
    if (request.getName().equals(model().getName())) {
      reply(answer, model());
    } else {
      answer.onError(Problems.of(ErrorReason.MODEL_NOT_FOUND, Map.of("model", request.getName())));
    }
  }

  @Override
  public void listModelVersions(
      ListModelVersionsRequest request, StreamObserver<ListModelVersionsResponse> answer) {
    int number = request.getPageToken().isEmpty() ? 3 : Integer.parseInt(request.getPageToken());
    reply(
        answer,
        ListModelVersionsResponse.newBuilder()
            .addModelVersions(version(number))
            .setNextPageToken(number > 1 ? Integer.toString(number - 1) : "")
            .build());
  }

  @Override
  public void getModelVersion(GetModelVersionRequest request, StreamObserver<ModelVersion> answer) {
    reply(answer, version(VersionName.parse(request.getName()).number()));
  }

  @Override
  public void activateVersion(ActivateVersionRequest request, StreamObserver<ModelVersion> answer) {
    VersionName name = VersionName.parse(request.getName());
    if (name.number() == 1) {
      answer.onError(
          Problems.of(ErrorReason.VERSION_HOLDS_ERASED_DATA, Map.of("version", request.getName())));
    } else {
      reply(answer, version(name.number()));
    }
  }

  @Override
  public void setAlias(SetAliasRequest request, StreamObserver<Alias> answer) {
    reply(
        answer,
        Alias.newBuilder()
            .setName(request.getName())
            .setModelVersion(
                request.getModelVersion().isEmpty()
                    ? "models/movies/versions/2"
                    : request.getModelVersion())
            .setBasisPoints(request.hasBasisPoints() ? request.getBasisPoints() : 1_000)
            .setAnswering(true)
            .build());
  }

  @Override
  public void listPlugins(ListPluginsRequest request, StreamObserver<ListPluginsResponse> answer) {
    reply(
        answer,
        ListPluginsResponse.newBuilder()
            .addPlugins(
                Plugin.newBuilder()
                    .setPlugin("mine")
                    .setPluginVersion("2")
                    .setPluginDigest("ab")
                    .setEntry("mine.zip"))
            .addPlugins(Plugin.newBuilder().setEntry("half.jar").setRefusal("it fails"))
            .build());
  }

  @Override
  public void reloadPlugins(
      ReloadPluginsRequest request, StreamObserver<ReloadPluginsResponse> answer) {
    reply(
        answer,
        ReloadPluginsResponse.newBuilder()
            .addChanges(
                PluginChange.newBuilder()
                    .setOutcome(PluginChange.Outcome.OUTCOME_REPLACED)
                    .setPlugin("mine")
                    .setPluginVersion("2")
                    .setPluginDigest("ab")
                    .setEntry("mine.zip"))
            .addChanges(
                PluginChange.newBuilder()
                    .setOutcome(PluginChange.Outcome.OUTCOME_REFUSED)
                    .setEntry("half.jar")
                    .setReason("it fails"))
            .build());
  }

  @Override
  public void deleteAlias(DeleteAliasRequest request, StreamObserver<Empty> answer) {
    if (request.getName().endsWith("/canary")) {
      reply(answer, Empty.getDefaultInstance());
    } else {
      answer.onError(
          Problems.of(ErrorReason.ALIAS_NOT_FOUND, Map.of("model", "movies", "alias", "x")));
    }
  }

  @Override
  public void trainModel(TrainModelRequest request, StreamObserver<Operation> answer) {
    reply(answer, Operation.newBuilder().setName("operations/t1").build());
  }

  private Operation operation(int look) {
    TrainModelMetadata.Builder metadata = TrainModelMetadata.newBuilder()
        .setStage(TrainModelMetadata.Stage.STAGE_TRAINING)
        .setEpoch(Math.min(look, EPOCHS))
        .setEpochsMax(EPOCHS)
        .setLoss(0.5);
    if (look > 0) {
      metadata.setValidationNdcg(0.25).setValidationEpoch(1);
    }
    Operation.Builder operation = Operation.newBuilder()
        .setName("operations/t1")
        .setMetadata(Any.pack(metadata.build()));
    if (cancelled) {
      operation.setDone(true)
          .setError(com.google.rpc.Status.newBuilder().setCode(1).setMessage("cancelled"));
    } else if (look >= EPOCHS) {
      operation.setDone(true).setResponse(Any.pack(version(3)));
    }
    return operation.build();
  }

  private static Model model() {
    return Model.newBuilder()
        .setName("models/movies")
        .setState(Model.State.STATE_SERVING)
        .setActiveVersion("models/movies/versions/3")
        .setPlugin("mf")
        .setErasurePosition(17)
        .setNotLearnedInteractionCount(42)
        .setLearning(
            Model.Learning.newBuilder()
                .setSupported(true)
                .setLearnedInteractionCount(40)
                .setWaitingInteractionCount(2)
                .setUndoneInteractionCount(0.5)
                .setRefusal("too much"))
        .addAliases(
            Alias.newBuilder()
                .setName("models/movies/aliases/canary")
                .setModelVersion("models/movies/versions/2")
                .setBasisPoints(1_000)
                .setAnswering(true))
        .build();
  }

  private static ModelVersion version(long number) {
    ModelVersion.Builder version = ModelVersion.newBuilder()
        .setName("models/movies/versions/" + number)
        .setState(ModelVersion.State.STATE_AVAILABLE)
        .setOrigin(ModelVersion.Origin.ORIGIN_TRAINING)
        .setCreateTime(Timestamp.newBuilder().setSeconds(number))
        .setUserCount(2)
        .setHoldsErasedData(number == 1)
        .putTrainingOptions("l2", "500")
        .setSeed(5)
        .setDataPosition(1000)
        .setMetrics(
            ModelMetrics.newBuilder().setValidationAuc(0.77).setNdcgAt10(0.32).setEpochs(23));
    if (number > 1) {
      version.setParentVersion("models/movies/versions/" + (number - 1));
    }
    return version.build();
  }

  private static <R> void reply(StreamObserver<R> answer, R message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
