package io.lethe.server.grpc;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.BatchRecommendQuery;
import io.lethe.engine.recommend.Explained;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoreOutcome;
import io.lethe.engine.recommend.ScoreQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.Source;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.server.grpc.admission.CallShare;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.ItemScore;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendForItemsResponse;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.ScoreResponse;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.SimilarItemsResponse;
import io.lethe.v1.UserRecommendations;
import io.lethe.v1.UserRecommendations.Outcome;
import java.util.List;
import java.util.Map;

/** Recommendations on the wire: translates, and nothing else. */
final class RecommendationEndpoint extends RecommendationServiceGrpc.RecommendationServiceImplBase {

  /** What giving reasons weighs: some answers of a batch. */
  private static final long EXPLAINED_AS_ANSWERS = 4_000;

  private final ItemRecommender recommender;

  RecommendationEndpoint(ItemRecommender recommender) {
    this.recommender = recommender;
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
    RecommendQuery query = WireRequests.query(request);
    if (request.getBecause() != 0) {
      explain(query, request.getBecause(), observer);
      return;
    }
    Answer<UserOutcome> answer = recommender.recommend(query);
    answer(query, answer, List.of(), observer);
  }

  private void explain(
      RecommendQuery query, int count, StreamObserver<RecommendResponse> observer) {
    if (!CallShare.takeFor(EXPLAINED_AS_ANSWERS)) {
      throw StatusMapper
          .overloaded("the server has too many calls to give reasons; try again later");
    }
    Answer<Explained> answer = recommender.explain(query, count);
    answer(
        query, new Answer<>(answer.content().outcome(), answer.version(), answer.erasurePosition()),
        answer.content().reasons(), observer);
  }

  /** @param reasons one list for each item, or none */
  private static void answer(
      RecommendQuery query, Answer<UserOutcome> answer, List<List<Explained.Reason>> reasons,
      StreamObserver<RecommendResponse> observer) {
    RecommendResponse.Builder response = RecommendResponse.newBuilder()
        .setModelVersion(ResourceNames.of(answer.version()))
        .setErasurePosition(answer.erasurePosition());
    switch (answer.content()) {
      case UserOutcome.Recommended(var items, Source source) ->
        response.addAllItems(WireReasons.explained(items(items), reasons)).setSource(source(source));
      case UserOutcome.Unknown(int waiting) -> throw unknownUser(query.model(), waiting);
      case UserOutcome.Contained() -> throw containedUser(query.model());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void batchRecommend(
      BatchRecommendRequest request, StreamObserver<BatchRecommendResponse> observer) {
    BatchRecommendQuery query = WireRequests.query(request);
    if (!CallShare.takeFor((long) query.users().size() * query.n())) {
      throw StatusMapper
          .overloaded("the server has too many calls for a batch of this size; try again later");
    }
    Answer<List<UserOutcome>> answer = recommender.recommend(query);
    BatchRecommendResponse.Builder response = BatchRecommendResponse.newBuilder()
        .setModelVersion(ResourceNames.of(answer.version()))
        .setErasurePosition(answer.erasurePosition());
    answer.content().forEach(outcome -> response.addResults(result(outcome)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void score(ScoreRequest request, StreamObserver<ScoreResponse> observer) {
    ScoreQuery query = WireRequests.query(request);
    Answer<ScoreOutcome> answer = recommender.score(query);
    ScoreResponse.Builder response = ScoreResponse.newBuilder()
        .setModelVersion(ResourceNames.of(answer.version()))
        .setErasurePosition(answer.erasurePosition());
    switch (answer.content()) {
      case ScoreOutcome.Scored(float[] scores) -> {
        for (float score : scores) {
          response.addScores(score(score));
        }
      }
      case ScoreOutcome.Unknown() -> throw unknownUser(query.model(), 0);
      case ScoreOutcome.Contained() -> throw containedUser(query.model());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void recommendForItems(
      RecommendForItemsRequest request, StreamObserver<RecommendForItemsResponse> observer) {
    Answer<List<ScoredItem>> answer = recommender.recommend(WireRequests.query(request));
    observer.onNext(
        RecommendForItemsResponse.newBuilder()
            .addAllItems(items(answer.content()))
            .setModelVersion(ResourceNames.of(answer.version()))
            .setErasurePosition(answer.erasurePosition())
            .build());
    observer.onCompleted();
  }

  @Override
  public void similarItems(
      SimilarItemsRequest request, StreamObserver<SimilarItemsResponse> observer) {
    Answer<List<ScoredItem>> answer = recommender.similar(WireRequests.query(request));
    observer.onNext(
        SimilarItemsResponse.newBuilder()
            .addAllItems(items(answer.content()))
            .setModelVersion(ResourceNames.of(answer.version()))
            .setErasurePosition(answer.erasurePosition())
            .build());
    observer.onCompleted();
  }

  private static ItemScore score(float score) {
    return Float.isNaN(score)
        ? ItemScore.getDefaultInstance()
        : ItemScore.newBuilder().setScore(score).build();
  }

  private static UserRecommendations result(UserOutcome outcome) {
    UserRecommendations.Builder result = UserRecommendations.newBuilder();
    switch (outcome) {
      case UserOutcome.Recommended(var items, Source source) ->
        result.setOutcome(Outcome.OUTCOME_RECOMMENDED)
            .addAllItems(items(items))
            .setSource(source(source));
      case UserOutcome.Unknown _ -> result.setOutcome(Outcome.OUTCOME_USER_NOT_FOUND);
      case UserOutcome.Contained() -> result.setOutcome(Outcome.OUTCOME_USER_CONTAINED);
    }
    return result.build();
  }

  private static io.lethe.v1.Source source(Source source) {
    return switch (source) {
      case LEARNED -> io.lethe.v1.Source.SOURCE_LEARNED;
      case HISTORY -> io.lethe.v1.Source.SOURCE_HISTORY;
      case POPULAR -> io.lethe.v1.Source.SOURCE_POPULAR;
    };
  }

  private static List<io.lethe.v1.ScoredItem> items(List<ScoredItem> items) {
    return items.stream()
        .map(
            each -> io.lethe.v1.ScoredItem.newBuilder()
                .setItem(each.item())
                .setScore(each.score())
                .build())
        .toList();
  }

  private static LetheException unknownUser(ModelName model, int waiting) {
    String because = waiting == 0
        ? ""
        : (": %d interactions of the user came after the training of the version that answers, and it"
            + " cannot be asked with any of them; until the next training the fallback POPULAR answers")
            .formatted(waiting);
    return new LetheException(
        ErrorKind.USER_NOT_FOUND, "model %s does not know the user%s".formatted(model, because),
        Map.of("model", model.value()));
  }

  private static LetheException containedUser(ModelName model) {
    return new LetheException(
        ErrorKind.USER_CONTAINED, "the user asked to be erased from model " + model,
        Map.of("model", model.value()));
  }
}
