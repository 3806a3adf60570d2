package io.lethe.server.grpc;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.BatchRecommendQuery;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecommendBounds;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoreOutcome;
import io.lethe.engine.recommend.ScoreQuery;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.server.grpc.admission.CallShare;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.ItemScore;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.ScoreResponse;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.UserRecommendations;
import io.lethe.v1.UserRecommendations.Outcome;
import java.util.List;
import java.util.Map;

/** Recommendations on the wire: translates, and nothing else. */
final class RecommendationEndpoint extends RecommendationServiceGrpc.RecommendationServiceImplBase {

  private final ItemRecommender recommender;

  RecommendationEndpoint(ItemRecommender recommender) {
    this.recommender = recommender;
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
    ModelName model = ResourceNames.model("model", request.getModel());
    Answer<UserOutcome> answer = recommender.recommend(
        new RecommendQuery(
            model, request.getUser(), count(request.getN()), request.getExcludeItemsList(),
            request.getIncludeSeen(), request.getMinErasurePosition()));
    RecommendResponse.Builder response = RecommendResponse.newBuilder()
        .setModelVersion(ResourceNames.of(answer.version()))
        .setErasurePosition(answer.erasurePosition());
    switch (answer.content()) {
      case UserOutcome.Recommended some -> some.items().forEach(i -> response.addItems(item(i)));
      case UserOutcome.Unknown() -> throw unknownUser(model);
      case UserOutcome.Contained() -> throw containedUser(model);
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void batchRecommend(
      BatchRecommendRequest request, StreamObserver<BatchRecommendResponse> observer) {
    BatchRecommendQuery query = new BatchRecommendQuery(
        ResourceNames.model("model", request.getModel()), request.getUsersList(),
        count(request.getN()), request.getIncludeSeen(), request.getMinErasurePosition());
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
    ModelName model = ResourceNames.model("model", request.getModel());
    Answer<ScoreOutcome> answer = recommender.score(
        new ScoreQuery(
            model, request.getUser(), request.getItemsList(), request.getMinErasurePosition()));
    ScoreResponse.Builder response = ScoreResponse.newBuilder()
        .setModelVersion(ResourceNames.of(answer.version()))
        .setErasurePosition(answer.erasurePosition());
    switch (answer.content()) {
      case ScoreOutcome.Scored(float[] scores) -> {
        for (float score : scores) {
          response.addScores(score(score));
        }
      }
      case ScoreOutcome.Unknown() -> throw unknownUser(model);
      case ScoreOutcome.Contained() -> throw containedUser(model);
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  /** A caller that leaves the number out sends 0. */
  private static int count(int n) {
    return n == 0 ? RecommendBounds.ITEMS_DEFAULT : n;
  }

  private static ItemScore score(float score) {
    return Float.isNaN(score)
        ? ItemScore.getDefaultInstance()
        : ItemScore.newBuilder().setScore(score).build();
  }

  private static UserRecommendations result(UserOutcome outcome) {
    UserRecommendations.Builder result = UserRecommendations.newBuilder();
    switch (outcome) {
      case UserOutcome.Recommended some -> {
        result.setOutcome(Outcome.OUTCOME_RECOMMENDED);
        some.items().forEach(each -> result.addItems(item(each)));
      }
      case UserOutcome.Unknown() -> result.setOutcome(Outcome.OUTCOME_USER_NOT_FOUND);
      case UserOutcome.Contained() -> result.setOutcome(Outcome.OUTCOME_USER_CONTAINED);
    }
    return result.build();
  }

  private static ScoredItem item(io.lethe.engine.recommend.ScoredItem item) {
    return ScoredItem.newBuilder().setItem(item.item()).setScore(item.score()).build();
  }

  private static LetheException unknownUser(ModelName model) {
    return new LetheException(
        ErrorKind.USER_NOT_FOUND, "model %s does not know the user".formatted(model),
        Map.of("model", model.value()));
  }

  private static LetheException containedUser(ModelName model) {
    return new LetheException(
        ErrorKind.USER_CONTAINED, "the user asked to be erased from model " + model,
        Map.of("model", model.value()));
  }
}
