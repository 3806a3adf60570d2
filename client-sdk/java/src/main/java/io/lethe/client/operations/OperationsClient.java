package io.lethe.client.operations;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.v1.Erasure;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.TrainModelMetadata;
import io.lethe.v1.UnlearnMetadata;
import io.lethe.v1.UnlearningServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server does in the background. Trainings are known until the server ends, erasures for good.
 * Thread-safe; lives as long as the client that it is of.
 */
public final class OperationsClient {

  private static final int PAGE_ROWS = 100;
  private static final String MODELS = "models/";

  private final LetheClient client;

  private OperationsClient(LetheClient client) {
    this.client = client;
  }

  /** The operations of a server. */
  public static OperationsClient of(LetheClient client) {
    return new OperationsClient(client);
  }

  /**
   * Trainings, the latest first, and then all erasures; pages are fetched as they are read. Each erasure
   * that is not completed takes a call of its own, for its model.
   */
  public Stream<RunningOperation> list() {
    return Stream.iterate(page(""), page -> page != null, this::next)
        .flatMap(page -> page.getOperationsList().stream())
        .map(this::running);
  }

  private @Nullable ListOperationsResponse next(ListOperationsResponse page) {
    return page.getNextPageToken().isEmpty() ? null : page(page.getNextPageToken());
  }

  private ListOperationsResponse page(String token) {
    return call(
        OperationsGrpc.getListOperationsMethod(),
        ListOperationsRequest.newBuilder().setPageSize(PAGE_ROWS).setPageToken(token).build(),
        Duration.ZERO);
  }

  /**
   * One operation as it is now.
   *
   * @throws LetheException with reason OPERATION_NOT_FOUND
   */
  public RunningOperation get(String name) {
    return running(
        call(
            OperationsGrpc.getGetOperationMethod(),
            GetOperationRequest.newBuilder().setName(name).build(), Duration.ZERO));
  }

  /**
   * One operation as it is when it is over, or after a while.
   *
   * @param atMost 10 minutes at most; the server answers by then
   * @throws LetheException with reason OPERATION_NOT_FOUND
   */
  public RunningOperation look(String name, Duration atMost) {
    return running(
        call(
            OperationsGrpc.getWaitOperationMethod(),
            WaitOperationRequest.newBuilder()
                .setName(name)
                .setTimeout(
                    com.google.protobuf.Duration.newBuilder()
                        .setSeconds(atMost.toSeconds())
                        .setNanos(atMost.toNanosPart()))
                .build(),
            atMost));
  }

  /** Asks the server to end an operation that is not over. */
  public void cancel(String name) {
    call(
        OperationsGrpc.getCancelOperationMethod(),
        CancelOperationRequest.newBuilder().setName(name).build(), Duration.ZERO);
  }

  private RunningOperation running(Operation operation) {
    Any metadata = operation.getMetadata();
    try {
      if (metadata.is(TrainModelMetadata.class)) {
        return training(operation, metadata.unpack(TrainModelMetadata.class));
      }
      if (metadata.is(UnlearnMetadata.class)) {
        return erasure(operation, metadata.unpack(UnlearnMetadata.class));
      }
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalStateException("the metadata of an operation is no message", damaged);
    }
    return new RunningOperation(
        operation.getName(), RunningOperation.Kind.UNKNOWN, "", "", operation.getDone(),
        failure(operation), Optional.empty(), OptionalDouble.empty(), Optional.empty());
  }

  private static RunningOperation training(Operation operation, TrainModelMetadata training) {
    String step = switch (training.getStage()) {
      case STAGE_UNSPECIFIED, UNRECOGNIZED -> "QUEUED";
      case STAGE_READING -> "READING";
      case STAGE_TRAINING -> "TRAINING";
      case STAGE_PUBLISHING -> "PUBLISHING";
    };
    return new RunningOperation(
        operation.getName(), RunningOperation.Kind.TRAINING,
        training.getModel().substring(MODELS.length()), step, operation.getDone(),
        failure(operation), Optional.of(instant(training.getStartTime())),
        OptionalDouble.of(training.getFraction()),
        training.hasEta()
            ? Optional.of(
                Duration.ofSeconds(training.getEta().getSeconds(), training.getEta().getNanos()))
            : Optional.empty());
  }

  private RunningOperation erasure(Operation operation, UnlearnMetadata erasure)
      throws InvalidProtocolBufferException {
    String model = operation.hasResponse()
        ? operation.getResponse().unpack(Erasure.class).getModel()
        : modelOf(erasure.getErasure());
    return new RunningOperation(
        operation.getName(), RunningOperation.Kind.ERASURE,
        model.substring(model.isEmpty() ? 0 : MODELS.length()),
        erasure.getState().name().replaceFirst("STATE_", ""), operation.getDone(),
        failure(operation), Optional.of(instant(erasure.getReceiveTime())), OptionalDouble.empty(),
        Optional.empty());
  }

  /** Of an erasure that is not completed, whose operation does not tell; empty if the caller may not ask. */
  private String modelOf(String erasure) {
    try {
      return call(
          UnlearningServiceGrpc.getGetErasureMethod(),
          GetErasureRequest.newBuilder().setName(erasure).build(), Duration.ZERO).getModel();
    } catch (LetheException refused) {
      if (refused.is(ErrorReason.PERMISSION_DENIED)) {
        return "";
      }
      throw refused;
    }
  }

  private static Optional<String> failure(Operation operation) {
    return operation.hasError() ? Optional.of(operation.getError().getMessage()) : Optional.empty();
  }

  private static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Duration longer) {
    long nanos = client.deadline().plus(longer).toNanos();
    try {
      return ClientCalls.blockingUnaryCall(
          client.channel(), method,
          CallOptions.DEFAULT.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS), request);
    } catch (StatusRuntimeException failure) {
      throw LetheException.of(failure);
    }
  }
}
