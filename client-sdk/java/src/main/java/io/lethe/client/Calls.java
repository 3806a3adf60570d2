package io.lethe.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Makes calls: each with a deadline, each failure as a {@link LetheException}. */
final class Calls {

  private final Channel channel;
  private final Duration deadline;
  private final OwnErasures own;
  private final String alias;

  Calls(Channel channel, Duration deadline, OwnErasures own) {
    this(channel, deadline, own, "");
  }

  private Calls(Channel channel, Duration deadline, OwnErasures own, String alias) {
    this.channel = channel;
    this.deadline = deadline;
    this.own = own;
    this.alias = alias;
  }

  /** The same, whose calls name an alias. */
  Calls byAlias(String newAlias) {
    return new Calls(channel, deadline, own, newAlias);
  }

  /** What calls for recommendations and scores name; "" for no alias. */
  String alias() {
    return alias;
  }

  /** The same, with another deadline. */
  Calls within(Duration newDeadline) {
    return new Calls(channel, newDeadline, own, alias);
  }

  /** The same, with a deadline that is longer by this, for calls that wait at the server. */
  Calls longer(Duration wait) {
    return within(deadline.plus(wait));
  }

  Duration deadline() {
    return deadline;
  }

  Channel channel() {
    return channel;
  }

  /** What its caller has erased. */
  OwnErasures own() {
    return own;
  }

  <Q, R> R unary(MethodDescriptor<Q, R> method, Q request) {
    try {
      return ClientCalls.blockingUnaryCall(channel, method, options(), request);
    } catch (StatusRuntimeException e) {
      throw LetheException.of(e);
    }
  }

  /** The answer, as read from the message; cancelling the future cancels the call. */
  <Q, R, V> CompletableFuture<V> async(
      MethodDescriptor<Q, R> method, Q request, Function<R, V> read) {
    CompletableFuture<V> future = new CompletableFuture<>();
    Context.CancellableContext context = Context.current().withCancellation();
    CompletableFuture<?> unused = future.whenComplete((value, failure) -> context.cancel(failure));
    context.run(
        () -> ClientCalls
            .asyncUnaryCall(channel.newCall(method, options()), request, completing(future, read)));
    return future;
  }

  /** Opens a stream; ending the context closes it. */
  <Q, R> Iterator<R> stream(
      MethodDescriptor<Q, R> method, Q request, Deadline until,
      Context.CancellableContext context) {
    Context outside = context.attach();
    try {
      return ClientCalls.blockingServerStreamingCall(
          channel, method, CallOptions.DEFAULT.withDeadline(until), request);
    } finally {
      context.detach(outside);
    }
  }

  /** The same, with each answer for the observer. */
  <Q, R> void stream(
      MethodDescriptor<Q, R> method, Q request, Deadline until, StreamObserver<R> answers) {
    ClientCalls.asyncServerStreamingCall(
        channel.newCall(method, CallOptions.DEFAULT.withDeadline(until)), request, answers);
  }

  /** Opens a stream both ways; its answers may take as long as a call. */
  <Q, R> Exchange<Q, R> exchange(MethodDescriptor<Q, R> method) {
    Exchange<Q, R> exchange = new Exchange<>(deadline);
    StreamObserver<Q> unused = ClientCalls
        .asyncBidiStreamingCall(channel.newCall(method, CallOptions.DEFAULT), exchange);
    return exchange;
  }

  private CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static <R, V> StreamObserver<R> completing(
      CompletableFuture<V> future, Function<R, V> read) {
    return new StreamObserver<>() {
      @Override
      public void onNext(R answer) {
        try {
          future.complete(read.apply(answer));
        } catch (RuntimeException e) {
          // The caller that waits must learn that the answer could not be read.
          future.completeExceptionally(e);
        }
      }

      @Override
      public void onError(Throwable failure) {
        future.completeExceptionally(
            failure instanceof StatusRuntimeException e ? LetheException.of(e) : failure);
      }

      @Override
      public void onCompleted() {
        // The one answer has completed the future already.
      }
    };
  }
}
