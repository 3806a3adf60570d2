package io.lethe.client;

import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The calls of {@link LetheClient} that a service makes while it answers others, with futures: the
 * same deadlines, retries and failures, the latter as the future's {@link LetheException}. Futures
 * complete on gRPC's own threads, so do not block in what follows them; cancelling one cancels its
 * call. Thread-safe.
 */
public final class AsyncLetheClient {

  private final Calls calls;

  AsyncLetheClient(Calls calls) {
    this.calls = calls;
  }

  /** As {@link LetheClient#recommend(RecommendQuery)}. */
  public CompletableFuture<Recommendations> recommend(RecommendQuery query) {
    return calls.async(
        RecommendationServiceGrpc.getRecommendMethod(), Requests.recommend(query, calls),
        Answers::recommendations);
  }

  /** As {@link LetheClient#batchRecommend(String, List, int)}. */
  public CompletableFuture<BatchRecommendations> batchRecommend(
      String model, List<String> users, int n) {
    return batchRecommend(model, users, n, Fallback.NONE, "");
  }

  /** As {@link LetheClient#batchRecommend(String, List, int, Fallback, String)}. */
  public CompletableFuture<BatchRecommendations> batchRecommend(
      String model, List<String> users, int n, Fallback fallback, String filter) {
    return calls.async(
        RecommendationServiceGrpc.getBatchRecommendMethod(),
        Requests.batch(model, users, n, fallback, filter, calls), Answers::batch);
  }

  /** As {@link LetheClient#recommendForItems}. */
  public CompletableFuture<Recommendations> recommendForItems(ItemsQuery query) {
    return calls.async(
        RecommendationServiceGrpc.getRecommendForItemsMethod(), Requests.forItems(query, calls),
        Answers::forItems);
  }

  /** As {@link LetheClient#similarItems}. */
  public CompletableFuture<Recommendations> similarItems(SimilarItemsQuery query) {
    return calls.async(
        RecommendationServiceGrpc.getSimilarItemsMethod(), Requests.similar(query, calls),
        Answers::similar);
  }

  /** As {@link LetheClient#appendInteractions}. */
  public CompletableFuture<Appended> appendInteractions(AppendRequest request) {
    return calls.async(
        InteractionServiceGrpc.getAppendInteractionsMethod(), Appends.request(request),
        Appends::appended);
  }

  /** As {@link LetheClient#score}. */
  public CompletableFuture<Scores> score(String model, String user, List<String> items) {
    return calls.async(
        RecommendationServiceGrpc.getScoreMethod(), Requests.score(model, user, items, calls),
        Answers::scores);
  }

  /** As {@link LetheClient#unlearn}. */
  public CompletableFuture<ErasureHandle> unlearn(ErasureRequest request) {
    return calls.async(
        UnlearningServiceGrpc.getUnlearnMethod(), Requests.unlearn(request, false),
        operation -> new ErasureHandle(calls, Erasures.name(operation)));
  }

  /** As {@link ErasureHandle#now}. */
  public CompletableFuture<Erasure> now(ErasureHandle erasure) {
    return calls.async(
        UnlearningServiceGrpc.getGetErasureMethod(),
        GetErasureRequest.newBuilder().setName(erasure.name()).build(),
        message -> calls.own().saw(Erasures.erasure(message)));
  }

  /**
   * As {@link ErasureHandle#await(Consumer, Duration)}, without a thread that waits.
   *
   * @param progress told of each new state, the last included, on gRPC's own threads
   */
  public CompletableFuture<Erasure> await(
      ErasureHandle erasure, Consumer<Erasure> progress, Duration timeout) {
    return AsyncErasureWatch.await(calls, erasure.name(), progress, timeout);
  }

  /** As {@link ErasureHandle#receipt}. */
  public CompletableFuture<Receipt> receipt(ErasureHandle erasure) {
    return calls.async(
        UnlearningServiceGrpc.getGetReceiptMethod(),
        GetReceiptRequest.newBuilder().setName(erasure.name() + "/receipt").build(), Receipt::of);
  }
}
