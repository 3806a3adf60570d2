package io.lethe.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.lethe.benchmarks.load.OpenLoad.Ending;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Calls of one method over gRPC, each with a deadline, over connections by turns; answers are taken on
 * the connections' own threads.
 */
public final class GrpcCalls<Q, A> implements OpenLoad.Calls {

  private static final int ITEMS = 10;

  private final List<ManagedChannel> channels;
  private final MethodDescriptor<Q, A> method;
  private final IntFunction<Q> request;
  private final Duration deadline;

  private GrpcCalls(
      List<ManagedChannel> channels, MethodDescriptor<Q, A> method, IntFunction<Q> request,
      Duration deadline) {
    this.channels = List.copyOf(channels);
    this.method = method;
    this.request = request;
    this.deadline = deadline;
  }

  /** Ten items for one user after another, in an order that repeats. */
  public static OpenLoad.Calls recommend(
      List<ManagedChannel> channels, String model, List<String> users, Duration deadline) {
    List<String> asking = List.copyOf(users);
    return new GrpcCalls<>(
        channels, RecommendationServiceGrpc.getRecommendMethod(),
        number -> RecommendRequest.newBuilder()
            .setModel("models/" + model)
            .setUser(asking.get((int) (number * 7919L % asking.size())))
            .setN(ITEMS)
            .build(),
        deadline);
  }

  /** Calls that ask next to nothing: what gRPC and the machine take for themselves. */
  public static OpenLoad.Calls empty(List<ManagedChannel> channels, Duration deadline) {
    return new GrpcCalls<>(
        channels, HealthGrpc.getCheckMethod(), number -> HealthCheckRequest.getDefaultInstance(),
        deadline);
  }

  @Override
  public void send(int number, Consumer<Ending> ended) {
    CallOptions options = CallOptions.DEFAULT
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .withExecutor(Runnable::run);
    ClientCalls.asyncUnaryCall(
        channels.get(number % channels.size()).newCall(method, options), request.apply(number),
        new Answer<>(ended));
  }

  /** Of one call. */
  private record Answer<A>(Consumer<Ending> ended) implements StreamObserver<A> {

    @Override
    public void onNext(A answer) {}

    @Override
    public void onError(Throwable failure) {
      Status.Code code = failure instanceof StatusRuntimeException known
          ? known.getStatus().getCode()
          : Status.Code.UNKNOWN;
      ended.accept(switch (code) {
        case RESOURCE_EXHAUSTED -> Ending.SHED;
        case DEADLINE_EXCEEDED -> Ending.LATE;
        default -> Ending.FAILED;
      });
    }

    @Override
    public void onCompleted() {
      ended.accept(Ending.SERVED);
    }
  }
}
