package io.lethe.e2e;

import static io.lethe.e2e.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.installed.Server;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.Fallback;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.Source;
import io.lethe.v1.UserRecommendations;
import io.lethe.v1.WeightedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server answers for those of whom its model has learned nothing, or must not know any more. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class StrangersTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final String STRANGER = "stranger";
  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);

  private final SyntheticRatings ratings = new SyntheticRatings();
  private final Server server;
  private final RecommendationServiceGrpc.RecommendationServiceBlockingStub recommendations;

  StrangersTest(Installation installation) throws IOException {
    server = installation.serve();
    recommendations = RecommendationServiceGrpc.newBlockingStub(server.channel());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** By the ratings themselves: most rated first, of equal ones the one that the file names first. */
  private List<String> mostRated(int n, Set<String> without) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    SyntheticRatings.users()
        .forEach(
            user -> ratings.itemsOf(user)
                .forEach(item -> counts.merge(item, without.contains(user) ? 0 : 1, Integer::sum)));
    return counts.entrySet()
        .stream()
        .sorted(Comparator.comparingInt(each -> -each.getValue()))
        .limit(n)
        .map(each -> each.getKey() + "=" + (float) each.getValue())
        .toList();
  }

  private static List<String> text(List<ScoredItem> items) {
    return items.stream().map(each -> each.getItem() + "=" + each.getScore()).toList();
  }

  private static RecommendRequest popular(String user, int n) {
    return RecommendRequest.newBuilder()
        .setModel(MODEL)
        .setUser(user)
        .setN(n)
        .setFallback(Fallback.FALLBACK_POPULAR)
        .build();
  }

  /** In one test: an erasure changes the numbers. */
  @Test
  void recommend_strangersAndTheErased_haveTheMostRatedItems_whichForgetToo() {
    String erased = SyntheticRatings.user(17);
    assertEquals(
        mostRated(20, Set.of()),
        text(recommendations.recommend(popular(STRANGER, 20)).getItemsList()));
    ErasureHandle handle = server.client()
        .unlearn(ErasureRequest.ofUser(Installation.MODEL, erased));
    RecommendResponse contained = recommendations.recommend(popular(erased, 20));
    assertEquals(Source.SOURCE_POPULAR, contained.getSource());
    handle.await(progress -> {}, ERASURE_MAX);
    List<String> after = mostRated(20, Set.of(erased));
    assertFalse(after.equals(mostRated(20, Set.of())));
    for (String user : List.of(STRANGER, erased)) {
      assertEquals(after, text(recommendations.recommend(popular(user, 20)).getItemsList()));
    }
    assertEquals(
        Source.SOURCE_LEARNED,
        recommendations.recommend(popular(SyntheticRatings.user(1), 1)).getSource());
  }

  @Test
  void batchRecommend_oneStranger_isAnsweredAmongTheOthers() {
    BatchRecommendResponse answer = recommendations.batchRecommend(
        BatchRecommendRequest.newBuilder()
            .setModel(MODEL)
            .addUsers(STRANGER)
            .addUsers(SyntheticRatings.user(1))
            .setN(3)
            .setFallback(Fallback.FALLBACK_POPULAR)
            .build());
    assertEquals(
        List.of(Source.SOURCE_POPULAR, Source.SOURCE_LEARNED),
        answer.getResultsList().stream().map(UserRecommendations::getSource).toList());
  }

  private static RecommendForItemsRequest.Builder session(String... items) {
    RecommendForItemsRequest.Builder session = RecommendForItemsRequest.newBuilder()
        .setModel(MODEL)
        .setN(1000);
    for (String item : items) {
      session.addItems(WeightedItem.newBuilder().setItem(item).setValue(5));
    }
    return session;
  }

  @Test
  void recommendForItems_session_leavesOutWhatWasGiven_andPassesOverWhatIsUnknown() {
    String first = SyntheticRatings.item(1);
    List<ScoredItem> items = recommendations
        .recommendForItems(session(first, SyntheticRatings.item(2)).build())
        .getItemsList();
    List<String> ids = items.stream().map(ScoredItem::getItem).toList();
    assertTrue(ids.size() > 100, ids.size() + " items");
    assertFalse(ids.contains(first) || ids.contains(SyntheticRatings.item(2)));
    for (int k = 1; k < items.size(); k++) {
      assertTrue(items.get(k - 1).getScore() >= items.get(k).getScore());
    }
    assertEquals(
        items,
        recommendations
            .recommendForItems(session(SyntheticRatings.item(2), "film-nowhere", first).build())
            .getItemsList());
    assertEquals(
        ids.size() + 2,
        recommendations
            .recommendForItems(
                session(first, SyntheticRatings.item(2)).setIncludeGiven(true).build())
            .getItemsCount());
    assertRefused(
        Code.NOT_FOUND, ErrorReason.ITEM_NOT_FOUND, List.of("film-nowhere"),
        () -> recommendations.recommendForItems(session("film-nowhere").build()));
  }

  @Test
  void similarItems_anErasedItem_isNeitherKnownNorAnswered() {
    SimilarItemsRequest request = SimilarItemsRequest.newBuilder()
        .setModel(MODEL)
        .setItem(SyntheticRatings.item(3))
        .setN(1000)
        .build();
    List<String> before = recommendations.similarItems(request)
        .getItemsList()
        .stream()
        .map(ScoredItem::getItem)
        .toList();
    String erased = SyntheticRatings.item(149);
    String other = before.getFirst();
    assertFalse(before.contains(SyntheticRatings.item(3)));
    assertTrue(before.contains(erased));
    ErasureHandle handle = server.client()
        .unlearn(ErasureRequest.ofItem(Installation.MODEL, erased));
    assertGone(request, erased, other);
    handle.await(progress -> {}, ERASURE_MAX);
    assertGone(request, erased, other);
  }

  private void assertGone(SimilarItemsRequest request, String erased, String other) {
    List<String> ids = recommendations.similarItems(request)
        .getItemsList()
        .stream()
        .map(ScoredItem::getItem)
        .toList();
    assertTrue(ids.contains(other));
    assertFalse(ids.contains(erased));
    assertRefused(
        Code.NOT_FOUND, ErrorReason.ITEM_NOT_FOUND, List.of(erased),
        () -> recommendations.similarItems(request.toBuilder().setItem(erased).build()));
  }
}
