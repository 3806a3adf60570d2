package io.lethe.client;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.Fallback;
import io.lethe.v1.ItemScore;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendForItemsResponse;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc.RecommendationServiceImplBase;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.ScoreResponse;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.SimilarItemsResponse;
import io.lethe.v1.Source;
import io.lethe.v1.UserRecommendations;
import io.lethe.v1.UserRecommendations.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Recommends from a small memory: an item's score is its place in the catalogue, from the end. */
final class RecommendationsInMemory extends RecommendationServiceImplBase {

  private static final String VERSION = "models/movies/versions/3";
  private static final long POSITION = 17;

  private final Memory memory;
  private final CountDownLatch slowBegun = new CountDownLatch(1);
  private final CountDownLatch slowCancelled = new CountDownLatch(1);

  RecommendationsInMemory(Memory memory) {
    this.memory = memory;
  }

  /** Released when the model {@code slow} was asked. */
  CountDownLatch slowBegun() {
    return slowBegun;
  }

  /** Released when a caller gives up on the model {@code slow}, which never answers. */
  CountDownLatch slowCancelled() {
    return slowCancelled;
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> answer) {
    if (request.getModel().equals("models/slow")) {
      ((ServerCallStreamObserver<RecommendResponse>) answer)
          .setOnCancelHandler(slowCancelled::countDown);
      slowBegun.countDown();
    } else if (!request.getModel().equals("models/movies")) {
      answer.onError(Problems.of(ErrorReason.MODEL_NOT_FOUND, Map.of("model", request.getModel())));
    } else if (request.getN() < 1 || request.getN() > 1000) {
      answer.onError(
          Problems.of(
              ErrorReason.N_OUT_OF_RANGE,
              Map.of("n", Integer.toString(request.getN()), "min", "1", "max", "1000")));
    } else if (memory.isContained(request.getUser())) {
      answer.onError(Problems.of(ErrorReason.USER_CONTAINED, Map.of("model", request.getModel())));
    } else {
      answer.onNext(
          RecommendResponse.newBuilder()
              .addAllItems(best(request))
              .setModelVersion(VERSION)
              .setErasurePosition(POSITION)
              .setSource(source(request.getUser(), request.getFallback()))
              .build());
      answer.onCompleted();
    }
  }

  @Override
  public void recommendForItems(
      RecommendForItemsRequest request, StreamObserver<RecommendForItemsResponse> answer) {
    if (request.getModel().equals("models/neural")) {
      answer.onError(
          Problems
              .of(ErrorReason.HISTORY_NOT_SUPPORTED, Map.of("model", "neural", "plugin", "neumf")));
      return;
    }
    RecommendForItemsResponse.Builder response = RecommendForItemsResponse.newBuilder()
        .setModelVersion(VERSION)
        .setErasurePosition(POSITION);
    request.getItemsList()
        .forEach(
            item -> response.addItems(
                ScoredItem.newBuilder().setItem(item.getItem()).setScore(item.getValue())));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void similarItems(
      SimilarItemsRequest request, StreamObserver<SimilarItemsResponse> answer) {
    answer.onNext(
        SimilarItemsResponse.newBuilder()
            .addItems(scored("dune"))
            .setModelVersion(VERSION)
            .setErasurePosition(POSITION)
            .build());
    answer.onCompleted();
  }

  @Override
  public void batchRecommend(
      BatchRecommendRequest request, StreamObserver<BatchRecommendResponse> answer) {
    BatchRecommendResponse.Builder response = BatchRecommendResponse.newBuilder()
        .setModelVersion(VERSION)
        .setErasurePosition(POSITION);
    for (String user : request.getUsersList()) {
      response.addResults(forOne(user, request));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void score(ScoreRequest request, StreamObserver<ScoreResponse> answer) {
    ScoreResponse.Builder response = ScoreResponse.newBuilder()
        .setModelVersion(VERSION)
        .setErasurePosition(POSITION);
    for (String item : request.getItemsList()) {
      ItemScore.Builder score = ItemScore.newBuilder();
      if (Memory.CATALOGUE.contains(item)) {
        score.setScore(scored(item).getScore());
      }
      response.addScores(score);
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Source source(String user, Fallback fallback) {
    if (memory.knows(user)) {
      return Source.SOURCE_LEARNED;
    }
    return fallback == Fallback.FALLBACK_POPULAR ? Source.SOURCE_POPULAR : Source.SOURCE_HISTORY;
  }

  private UserRecommendations forOne(String user, BatchRecommendRequest request) {
    if (memory.isContained(user)) {
      return UserRecommendations.newBuilder().setOutcome(Outcome.OUTCOME_USER_CONTAINED).build();
    }
    if (!memory.knows(user) && request.getFallback() != Fallback.FALLBACK_POPULAR) {
      return UserRecommendations.newBuilder().setOutcome(Outcome.OUTCOME_USER_NOT_FOUND).build();
    }
    return UserRecommendations.newBuilder()
        .setOutcome(Outcome.OUTCOME_RECOMMENDED)
        .addAllItems(best(RecommendRequest.newBuilder().setUser(user).setN(request.getN()).build()))
        .setSource(source(user, request.getFallback()))
        .build();
  }

  private List<ScoredItem> best(RecommendRequest request) {
    Set<String> seen = request.getIncludeSeen() ? Set.of() : memory.seenBy(request.getUser());
    return Memory.CATALOGUE.stream()
        .filter(item -> !seen.contains(item))
        .filter(item -> !request.getExcludeItemsList().contains(item))
        .limit(request.getN())
        .map(RecommendationsInMemory::scored)
        .toList();
  }

  private static ScoredItem scored(String item) {
    float score = Memory.CATALOGUE.size() - Memory.CATALOGUE.indexOf(item);
    return ScoredItem.newBuilder().setItem(item).setScore(score).build();
  }
}
