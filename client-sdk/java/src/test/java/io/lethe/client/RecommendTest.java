package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.client.BatchRecommendations.Outcome;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.SimilarItemsRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendTest {

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void recommend_knownUser_unseenItemsWithVersionAndPosition() {
    Recommendations answer = client.recommend("movies", "ann", 2);

    assertEquals(
        List.of(new ScoredItem("brazil", 4), new ScoredItem("casablanca", 3)), answer.items());
    assertEquals(new VersionName("movies", 3), answer.version());
    assertEquals(17, answer.erasurePosition());
    assertEquals(Source.LEARNED, answer.source());
  }

  @Test
  void recommend_unknownUserWithFallback_popularItems() {
    RecommendQuery query = RecommendQuery.of("movies", "eve", 1).withFallback(Fallback.POPULAR);

    assertEquals(Source.POPULAR, client.recommend(query).source());
    assertEquals(
        io.lethe.v1.Fallback.FALLBACK_POPULAR,
        server.faults.requests(RecommendRequest.class).get(0).getFallback());
  }

  @Test
  void recommendForItems_everyOption_reachesTheServer() {
    List<WeightedItem> history = List.of(WeightedItem.of("alien"), new WeightedItem("dune", 0));
    ItemsQuery query = ItemsQuery.ofWeighted("movies", history, 2)
        .excluding(List.of("brazil"))
        .includingGiven()
        .atErasurePosition(9);

    Recommendations answer = client.recommendForItems(query);

    assertEquals(List.of(new ScoredItem("alien", 1), new ScoredItem("dune", 0)), answer.items());
    assertEquals(new VersionName("movies", 3), answer.version());
    assertEquals(17, answer.erasurePosition());
    assertEquals(Source.HISTORY, answer.source());
    var sent = server.faults.requests(RecommendForItemsRequest.class).get(0);
    assertEquals("models/movies", sent.getModel());
    assertEquals(2, sent.getN());
    assertEquals(List.of("brazil"), sent.getExcludeItemsList());
    assertTrue(sent.getIncludeGiven());
    assertEquals(9, sent.getMinErasurePosition());
    assertEquals(answer, client.async().recommendForItems(query).join());
  }

  @Test
  void recommendForItems_familyWithoutHistories_saysSo() {
    LetheException failure = assertThrows(
        LetheException.class,
        () -> client.recommendForItems(ItemsQuery.of("neural", List.of("alien"), 2)));

    assertEquals(Status.Code.INVALID_ARGUMENT, failure.status());
    assertTrue(failure.is(ErrorReason.HISTORY_NOT_SUPPORTED));
    assertEquals(Map.of("model", "neural", "plugin", "neumf"), failure.metadata());
  }

  @Test
  void similarItems_everyOption_reachesTheServer() {
    SimilarItemsQuery query = SimilarItemsQuery.of("movies", "alien", 2)
        .excluding(List.of("brazil"))
        .atErasurePosition(9);

    Recommendations answer = client.similarItems(query);

    assertEquals(List.of(new ScoredItem("dune", 2)), answer.items());
    var sent = server.faults.requests(SimilarItemsRequest.class).get(0);
    assertEquals("alien", sent.getItem());
    assertEquals(2, sent.getN());
    assertEquals(List.of("brazil"), sent.getExcludeItemsList());
    assertEquals(9, sent.getMinErasurePosition());
    assertEquals(answer, client.async().similarItems(query).join());
  }

  @Test
  void recommend_everyOption_reachesTheServer() {
    Recommendations answer = client.recommend(
        RecommendQuery.of("movies", "ann", 5).includingSeen().excluding(List.of("brazil")));

    assertEquals(
        List.of("alien", "casablanca", "dune", "eraser"),
        answer.items().stream().map(ScoredItem::item).toList());
  }

  @Test
  void byAlias_isNamedByEveryCallThatCan() {
    LetheClient canary = client.byAlias("canary");
    canary.recommend("movies", "ann", 1);
    canary.async().recommend(RecommendQuery.of("movies", "ann", 1)).join();
    canary.within(Duration.ofMinutes(1)).batchRecommend("movies", List.of("ann"), 1);
    canary.recommendForItems(ItemsQuery.of("movies", List.of("alien"), 1));
    canary.similarItems(SimilarItemsQuery.of("movies", "alien", 1));
    canary.score("movies", "ann", List.of("alien"));

    server.faults.requests(RecommendRequest.class)
        .forEach(sent -> assertEquals("canary", sent.getAlias()));
    assertEquals("canary", server.faults.requests(BatchRecommendRequest.class).get(0).getAlias());
    assertEquals(
        "canary", server.faults.requests(RecommendForItemsRequest.class).get(0).getAlias());
    assertEquals("canary", server.faults.requests(SimilarItemsRequest.class).get(0).getAlias());
    assertEquals("canary", server.faults.requests(ScoreRequest.class).get(0).getAlias());
    client.recommend("movies", "ann", 1);
    assertEquals("", server.faults.requests(RecommendRequest.class).get(2).getAlias());
  }

  @Test
  void recommend_atAPosition_reachesTheServer() {
    client.recommend(RecommendQuery.of("movies", "ann", 1).atErasurePosition(9));

    assertEquals(9, server.faults.requests(RecommendRequest.class).get(0).getMinErasurePosition());
  }

  @Test
  void recommend_unknownModel_statusReasonAndMetadata() {
    LetheException failure = assertThrows(
        LetheException.class, () -> client.recommend("books", "ann", 1));

    assertEquals(Status.Code.NOT_FOUND, failure.status());
    assertTrue(failure.is(ErrorReason.MODEL_NOT_FOUND));
    assertEquals(Map.of("model", "models/books"), failure.metadata());
    assertEquals("MODEL_NOT_FOUND: what went wrong", failure.getMessage());
  }

  @Test
  void recommend_nOutOfRange_reasonNamesTheBounds() {
    LetheException failure = assertThrows(
        LetheException.class, () -> client.recommend("movies", "ann", 1001));

    assertEquals(Status.Code.INVALID_ARGUMENT, failure.status());
    assertEquals("N_OUT_OF_RANGE", failure.reason());
    assertEquals("1000", failure.metadata().get("max"));
  }

  @Test
  void recommend_slowServer_endsAtTheDeadlineAndIsNotRetried() {
    try (LetheClient hasty = server.client().deadline(TestServer.CALL_ARRIVES_WITHIN).build()) {
      LetheException failure = assertThrows(
          LetheException.class, () -> hasty.recommend("slow", "ann", 1));

      assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.status());
      assertEquals("", failure.reason());
      assertEquals(1, server.faults.requests(RecommendRequest.class).size());
    }
  }

  @Test
  void batchRecommend_mixedUsers_oneTypedOutcomeEach() {
    server.memory.contain("bob");

    BatchRecommendations answer = client.batchRecommend("movies", List.of("ann", "bob", "eve"), 1);

    assertEquals(
        List.of(Outcome.RECOMMENDED, Outcome.USER_CONTAINED, Outcome.USER_NOT_FOUND),
        answer.entries().stream().map(BatchRecommendations.Entry::outcome).toList());
    assertEquals(List.of(new ScoredItem("brazil", 4)), answer.entries().get(0).items());
    assertEquals(
        List.of(Source.LEARNED, Source.UNKNOWN, Source.UNKNOWN),
        answer.entries().stream().map(BatchRecommendations.Entry::source).toList());
    assertEquals(new VersionName("movies", 3), answer.version());
  }

  @Test
  void batchRecommend_withFallback_answersForUnknownUsers() {
    var answer = client.batchRecommend("movies", List.of("ann", "eve"), 1, Fallback.POPULAR, "");

    assertEquals(
        List.of(Source.LEARNED, Source.POPULAR),
        answer.entries().stream().map(BatchRecommendations.Entry::source).toList());
  }

  @Test
  void score_unknownItem_emptyInItsPlace() {
    Scores answer = client.score("movies", "ann", List.of("alien", "nosuch", "dune"));

    assertEquals(
        List.of(OptionalDouble.of(5), OptionalDouble.empty(), OptionalDouble.of(2)),
        answer.scores());
  }

  @Test
  void async_recommend_sameAnswerAsBlocking() {
    RecommendQuery query = RecommendQuery.of("movies", "ann", 2);

    assertEquals(client.recommend(query), client.async().recommend(query).join());
  }

  @Test
  void async_unknownModel_completesWithOurException() {
    var future = client.async().recommend(RecommendQuery.of("books", "ann", 1));

    var failure = assertThrows(CompletionException.class, future::join);
    assertTrue(
        assertInstanceOf(LetheException.class, failure.getCause()).is(ErrorReason.MODEL_NOT_FOUND));
  }

  @Test
  void async_cancelledFuture_cancelsItsCall() throws InterruptedException {
    var future = client.async().recommend(RecommendQuery.of("slow", "ann", 1));
    server.recommendations.slowBegun().await();

    future.cancel(false);

    server.recommendations.slowCancelled().await();
  }

  @Test
  void toString_ofAQuery_showsNoIds() {
    String text = RecommendQuery.of("movies", "ann", 2).excluding(List.of("dune")).toString();

    assertFalse(text.contains("ann") || text.contains("dune"), text);
    String others = ItemsQuery.of("movies", List.of("dune"), 2) + " "
        + SimilarItemsQuery.of("movies", "dune", 2).excluding(List.of("dune"));
    assertFalse(others.contains("dune"), others);
  }
}
