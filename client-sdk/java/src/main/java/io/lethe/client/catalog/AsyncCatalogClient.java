package io.lethe.client.catalog;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.DeleteItemsResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls of {@link CatalogClient} with futures, as {@link io.lethe.client.AsyncLetheClient} has its
 * own: failures are a {@link LetheException}, and cancelling a future cancels its call. Thread-safe.
 */
public final class AsyncCatalogClient {

  private final LetheClient client;
  private final String model;

  AsyncCatalogClient(LetheClient client, String model) {
    this.client = client;
    this.model = model;
  }

  /** As {@link CatalogClient#update(List)}. */
  public CompletableFuture<CatalogUpdate> update(List<CatalogItem> items) {
    return update(items, Set.of());
  }

  /** As {@link CatalogClient#update(List, Set)}. */
  public CompletableFuture<CatalogUpdate> update(
      List<CatalogItem> items, Set<CatalogItem.Field> fields) {
    return call(
        CatalogServiceGrpc.getUpdateItemsMethod(), Messages.update(model, items, fields),
        Messages::update);
  }

  /** As {@link CatalogClient#delete}. */
  public CompletableFuture<Integer> delete(List<String> items) {
    return call(
        CatalogServiceGrpc.getDeleteItemsMethod(), Messages.delete(model, items),
        DeleteItemsResponse::getDeleted);
  }

  /** As {@link CatalogClient#get}. */
  public CompletableFuture<CatalogItem> get(String item) {
    return call(
        CatalogServiceGrpc.getGetItemMethod(), Messages.get(model, item),
        answer -> Messages.item(answer.getItem()));
  }

  private <Q, R, V> CompletableFuture<V> call(
      MethodDescriptor<Q, R> method, Q request, Function<R, V> read) {
    CompletableFuture<V> future = new CompletableFuture<>();
    ClientCall<Q, R> call = client.channel()
        .newCall(
            method, CallOptions.DEFAULT
                .withDeadlineAfter(client.deadline().toNanos(), TimeUnit.NANOSECONDS));
    CompletableFuture<?> unused = future.whenComplete((value, failure) -> {
      if (future.isCancelled()) {
        call.cancel("the caller has cancelled the future", failure);
      }
    });
    ClientCalls.asyncUnaryCall(call, request, new StreamObserver<>() {
      @Override
      public void onNext(R answer) {
        try {
          future.complete(read.apply(answer));
        } catch (RuntimeException unreadable) {
          // The caller that waits must learn that the answer could not be read.
          future.completeExceptionally(unreadable);
        }
      }

      @Override
      public void onError(Throwable failure) {
        future.completeExceptionally(
            failure instanceof StatusRuntimeException status ? LetheException.of(status) : failure);
      }

      @Override
      public void onCompleted() {
        // The one answer has completed the future already.
      }
    });
    return future;
  }
}
