package io.lethe.server.grpc.remote;

import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.v1.ActivateVersionRequest;
import io.lethe.v1.RebaseVersionRequest;
import io.lethe.v1.ApproveErasureRequest;
import io.lethe.v1.CancelErasureRequest;
import io.lethe.v1.Erasure;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.GetConsistencyProofRequest;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetLogCheckpointRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.GetModelVersionRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListModelVersionsRequest;
import io.lethe.v1.ListModelsRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.ModelVersion;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.TrainModelMetadata;
import io.lethe.v1.TrainModelRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls to a server over the network. Every call ends with a {@link RemoteException} if it fails.
 * Models, versions and erasures go by the names they have on the wire. Thread-safe.
 */
public final class RemoteServer implements AutoCloseable {

  private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);
  private static final Duration NEWS_EVERY = Duration.ofMillis(200);
  private static final int PAGE_ROWS = 1000;

  private final ManagedChannel channel;

  private RemoteServer(ManagedChannel channel) {
    this.channel = channel;
  }

  /** A connection in plain text, made when the first call needs it. */
  public static RemoteServer at(String host, int port) {
    return at(host, port, InsecureChannelCredentials.create(), Optional.empty());
  }

  /**
   * A connection, made when the first call needs it.
   *
   * @param token asked for before every call
   */
  public static RemoteServer at(
      String host, int port, ChannelCredentials transport, Optional<Supplier<String>> token) {
    ChannelCredentials credentials = token
        .map(tokens -> CompositeChannelCredentials.create(transport, new BearerToken(tokens)))
        .orElse(transport);
    return new RemoteServer(NettyChannelBuilder.forAddress(host, port, credentials).build());
  }

  /** All models, by name. */
  public List<RemoteModel> models() {
    ListModelsRequest request = ListModelsRequest.newBuilder().setPageSize(PAGE_ROWS).build();
    return call(() -> modelCalls().listModels(request).getModelsList()).stream()
        .map(RemoteModel::of)
        .toList();
  }

  /** One model. */
  public RemoteModel model(String name) {
    GetModelRequest request = GetModelRequest.newBuilder().setName(name).build();
    return RemoteModel.of(call(() -> modelCalls().getModel(request)));
  }

  /** A model's versions, the newest first. */
  public List<RemoteVersion> versions(String model) {
    ListModelVersionsRequest request = ListModelVersionsRequest.newBuilder()
        .setParent(model)
        .setPageSize(PAGE_ROWS)
        .build();
    return call(() -> modelCalls().listModelVersions(request).getModelVersionsList()).stream()
        .map(RemoteVersion::of)
        .toList();
  }

  /** Makes a version the one that answers. */
  public RemoteVersion activate(String name) {
    ActivateVersionRequest request = ActivateVersionRequest.newBuilder().setName(name).build();
    return RemoteVersion.of(call(() -> modelCalls().activateVersion(request)));
  }

  /** Makes a new version of one that holds erased data. */
  public RemoteVersion rebase(String name) {
    RebaseVersionRequest request = RebaseVersionRequest.newBuilder().setName(name).build();
    return RemoteVersion.of(call(() -> modelCalls().rebaseVersion(request)));
  }

  /** One version. */
  public RemoteVersion version(String name) {
    GetModelVersionRequest request = GetModelVersionRequest.newBuilder().setName(name).build();
    return RemoteVersion.of(call(() -> modelCalls().getModelVersion(request)));
  }

  /** The best items for a user that they have not seen. */
  public RemoteRecommendations recommend(String model, String user, int n) {
    RecommendRequest request = RecommendRequest.newBuilder()
        .setModel(model)
        .setUser(user)
        .setN(n)
        .build();
    RecommendationServiceGrpc.RecommendationServiceBlockingStub stub = RecommendationServiceGrpc
        .newBlockingStub(channel);
    return RemoteRecommendations.of(
        call(
            () -> stub.withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recommend(request)));
  }

  /**
   * Trains a new version, and comes back when it answers.
   *
   * @param news told now and then, on the calling thread
   */
  public RemoteVersion train(TrainingOrder order, Consumer<TrainingNews> news) {
    TrainModelRequest request = TrainModelRequest.newBuilder()
        .setModel(order.model())
        .setPlugin(order.plugin())
        .putAllOptions(order.options())
        .setSeed(order.seed())
        .setSkipFinalFit(!order.finalFit())
        .setRequestId(order.requestId().toString())
        .build();
    Operation operation = call(() -> modelCalls().trainModel(request));
    while (!operation.getDone()) {
      news.accept(TrainingNews.of(unpack(operation.getMetadata(), TrainModelMetadata.class)));
      operation = waited(operation.getName());
    }
    news.accept(TrainingNews.of(unpack(operation.getMetadata(), TrainModelMetadata.class)));
    return RemoteVersion.of(unpack(result(operation), ModelVersion.class));
  }

  private Operation waited(String operation) {
    OperationsGrpc.OperationsBlockingStub stub = OperationsGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    WaitOperationRequest request = WaitOperationRequest.newBuilder()
        .setName(operation)
        .setTimeout(
            com.google.protobuf.Duration.newBuilder()
                .setNanos(Math.toIntExact(NEWS_EVERY.toNanos())))
        .build();
    return call(() -> stub.waitOperation(request));
  }

  /** What a request to forget would do; nothing changes. */
  public RemotePlan plan(ErasureRequest request) {
    Operation operation = call(() -> erasureCalls().unlearn(UnlearnOrders.toWire(request, true)));
    return RemotePlan.of(unpack(result(operation), Erasure.class).getPlan());
  }

  /** Asks to forget; comes back when it is accepted, with the erasure's name. */
  public String unlearn(ErasureRequest request) {
    Operation operation = call(() -> erasureCalls().unlearn(UnlearnOrders.toWire(request, false)));
    return unpack(operation.getMetadata(), io.lethe.v1.UnlearnMetadata.class).getErasure();
  }

  /**
   * Follows an erasure to its end.
   *
   * @param news told of every state, on the calling thread
   * @return as it ended
   */
  public RemoteErasure await(String erasure, Consumer<RemoteErasure> news) {
    WatchErasureRequest request = WatchErasureRequest.newBuilder().setName(erasure).build();
    return call(() -> {
      Iterator<Erasure> states = UnlearningServiceGrpc.newBlockingStub(channel)
          .watchErasure(request);
      RemoteErasure last = null;
      while (states.hasNext()) {
        last = RemoteErasure.of(states.next());
        news.accept(last);
      }
      return last == null ? erasure(erasure) : last;
    });
  }

  /** Lets a held erasure go on; as it is then. */
  public RemoteErasure approve(String erasure) {
    ApproveErasureRequest request = ApproveErasureRequest.newBuilder().setName(erasure).build();
    return RemoteErasure.of(call(() -> erasureCalls().approveErasure(request)));
  }

  /** Takes an erasure back; as it is then. */
  public RemoteErasure cancel(String erasure) {
    CancelErasureRequest request = CancelErasureRequest.newBuilder().setName(erasure).build();
    return RemoteErasure.of(call(() -> erasureCalls().cancelErasure(request)));
  }

  /** One erasure. */
  public RemoteErasure erasure(String name) {
    GetErasureRequest request = GetErasureRequest.newBuilder().setName(name).build();
    return RemoteErasure.of(call(() -> erasureCalls().getErasure(request)));
  }

  /**
   * The latest erasures, the latest accepted first.
   *
   * @param model only this one's; empty for all
   */
  public List<RemoteErasure> erasures(String model) {
    ListErasuresRequest request = ListErasuresRequest.newBuilder()
        .setModel(model)
        .setPageSize(PAGE_ROWS)
        .build();
    return call(() -> erasureCalls().listErasures(request).getErasuresList()).stream()
        .map(RemoteErasure::of)
        .toList();
  }

  /** A receipt, as bytes to keep. */
  public byte[] receipt(String erasure) {
    GetReceiptRequest request = GetReceiptRequest.newBuilder()
        .setName(erasure + "/receipt")
        .build();
    return call(() -> erasureCalls().getReceipt(request)).toByteArray();
  }

  /** The receipt log's latest checkpoint, a signed note. */
  public String logCheckpoint() {
    return call(
        () -> auditCalls().getLogCheckpoint(GetLogCheckpointRequest.getDefaultInstance())
            .getCheckpoint());
  }

  /** What shows that the receipt log at one size begins with the log at another. */
  public List<byte[]> consistencyProof(long older, long newer) {
    GetConsistencyProofRequest request = GetConsistencyProofRequest.newBuilder()
        .setOldSize(older)
        .setNewSize(newer)
        .build();
    return call(() -> auditCalls().getConsistencyProof(request).getPathList()).stream()
        .map(ByteString::toByteArray)
        .toList();
  }

  private AuditServiceGrpc.AuditServiceBlockingStub auditCalls() {
    return AuditServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private ModelServiceGrpc.ModelServiceBlockingStub modelCalls() {
    return ModelServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private UnlearningServiceGrpc.UnlearningServiceBlockingStub erasureCalls() {
    return UnlearningServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Any result(Operation operation) {
    if (operation.hasError()) {
      throw RemoteException.of(operation.getError());
    }
    return operation.getResponse();
  }

  private static <T extends Message> T unpack(Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("the server sent no " + type.getSimpleName(), broken);
    }
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException failure) {
      throw RemoteException.of(failure);
    }
  }
}
