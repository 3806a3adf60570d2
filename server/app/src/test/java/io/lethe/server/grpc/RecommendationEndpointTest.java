package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.GeneratedMessage;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecommendationCache;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.Fallback;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendForItemsResponse;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.SimilarItemsResponse;
import io.lethe.v1.Source;
import io.lethe.v1.UserRecommendations;
import io.lethe.v1.UserRecommendations.Outcome;
import io.lethe.v1.WeightedItem;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire about sources, fallbacks and histories; the rules are the engine's. */
class RecommendationEndpointTest {

  private static final String MODEL = "models/movies";
  private static final String SERVED = "models/movies/versions/1";
  private static final List<String> ITEMS = List.of("a", "b", "c", "d");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ModelRegistry registry = new ModelRegistry(
      timer, Duration.ofSeconds(5), new EngineEvents(), id -> {});
  private final ContainmentList containments = new ContainmentList();
  private final RecommendationEndpoint endpoint = new RecommendationEndpoint(
      new ItemRecommender(
          registry, model -> false, containments, new RecommendationCache(0),
          (model, user, learned) -> switch (user) {
            case "new" -> new RecentItems(List.of("b"), new float[]{7}, 1);
            case "odd" -> new RecentItems(List.of("unheard-of"), new float[]{7}, 1);
            default -> RecentItems.EMPTY;
          }, CatalogFixtures.admissions(),
          new ScoringWatch(PluginLimits.defaults(), lost -> {}, System::nanoTime)));

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  /**
   * Tells what it was asked for: each item that is not excluded, with the sum of the history's values, or
   * with 0 for a user.
   */
  private static RecommenderModel model() {
    return (RecommenderModel) Proxy.newProxyInstance(
        RecommendationEndpointTest.class.getClassLoader(), new Class<?>[]{HistoryModel.class},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "userCount" -> 2;
          case "itemCount" -> ITEMS.size();
          case "topItems" -> arguments.length == 4
              ? fill(0, (int[]) arguments[1], (int[]) arguments[2], (float[]) arguments[3])
              : fill(
                  sum((float[]) arguments[1]), (int[]) arguments[2], (int[]) arguments[3],
                  (float[]) arguments[4]);
          default -> InvocationHandler.invokeDefault(proxy, method, arguments);
        });
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static int fill(float score, int[] excluded, int[] items, float[] scores) {
    int found = 0;
    for (int item = 0; item < ITEMS.size() && found < items.length; item++) {
      if (Arrays.binarySearch(excluded, item) < 0) {
        items[found] = item;
        scores[found++] = score;
      }
    }
    return found;
  }

  private void serve(RecommenderModel model) {
    EntityIndex index = EntityIndex.of(new EntityIds(List.of("ann", "bob"), ITEMS));
    var _ = registry.publish(
        null,
        new ModelVersion(
            PortFixtures.version(PortFixtures.MOVIES, 1, 0),
            new VersionContent(
                TinyPlugin.stiff(), model,
                VersionDataReader.forVersion(
                    PortFixtures.rows("ann", "a", 1, "ann", "c", 1, "bob", "c", 1), row -> false,
                    index, new ValidationSplit(1, 0)),
                null)));
  }

  private static <Q, A extends GeneratedMessage> A call(
      BiConsumer<Q, StreamObserver<A>> method, Q request) {
    List<A> answers = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    method.accept(request, new StreamObserver<>() {
      @Override
      public void onNext(A answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable failed) {
        throw new AssertionError(failed);
      }

      @Override
      public void onCompleted() {
        ends.add("completed");
      }
    });
    assertEquals(List.of("completed"), ends);
    assertEquals(1, answers.size());
    return answers.getFirst();
  }

  private static List<String> text(List<ScoredItem> items) {
    return items.stream().map(each -> each.getItem() + "=" + each.getScore()).toList();
  }

  private static RecommendRequest.Builder ask(String user) {
    return RecommendRequest.newBuilder().setModel(MODEL).setUser(user).setN(2);
  }

  @Test
  void recommend_everySource_isNamed() {
    serve(model());
    RecommendResponse learned = call(endpoint::recommend, ask("ann").build());
    assertEquals(Source.SOURCE_LEARNED, learned.getSource());
    assertEquals(List.of("b=0.0", "d=0.0"), text(learned.getItemsList()));
    RecommendResponse history = call(endpoint::recommend, ask("new").build());
    assertEquals(Source.SOURCE_HISTORY, history.getSource());
    assertEquals(List.of("a=7.0", "c=7.0"), text(history.getItemsList()));
    RecommendResponse popular = call(
        endpoint::recommend, ask("zoe").setFallback(Fallback.FALLBACK_POPULAR).build());
    assertEquals(Source.SOURCE_POPULAR, popular.getSource());
    assertEquals(List.of("c=2.0", "a=1.0"), text(popular.getItemsList()));
    assertEquals(SERVED, popular.getModelVersion());
  }

  @Test
  void recommend_noFallback_isAnError() {
    serve(model());
    containments.contain(PortFixtures.MOVIES, 1, new ErasureTarget.User("bob"));
    for (Fallback none : List.of(Fallback.FALLBACK_UNSPECIFIED, Fallback.FALLBACK_NONE)) {
      refused(
          ErrorKind.USER_NOT_FOUND,
          () -> call(endpoint::recommend, ask("zoe").setFallback(none).build()));
      refused(
          ErrorKind.USER_CONTAINED,
          () -> call(endpoint::recommend, ask("bob").setFallback(none).build()));
    }
    refused(
        ErrorKind.ARGUMENT_INVALID,
        () -> call(endpoint::recommend, ask("zoe").setFallbackValue(9).build()));
  }

  @Test
  void recommend_newcomerOfWhomNothingCanBeAsked_isToldWhy() {
    serve(model());
    LetheException refused = assertThrows(
        LetheException.class, () -> call(endpoint::recommend, ask("odd").build()));
    assertEquals(ErrorKind.USER_NOT_FOUND, refused.kind());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("1 interactions of the user came after"),
        refused::getMessage);
  }

  @Test
  void batchRecommend_eachUser_hasOutcomeAndSource() {
    serve(model());
    containments.contain(PortFixtures.MOVIES, 1, new ErasureTarget.User("bob"));
    BatchRecommendRequest request = BatchRecommendRequest.newBuilder()
        .setModel(MODEL)
        .setN(1)
        .addAllUsers(List.of("ann", "bob", "zoe"))
        .build();
    BatchRecommendResponse without = call(endpoint::batchRecommend, request);
    assertEquals(
        List.of(
            Outcome.OUTCOME_RECOMMENDED, Outcome.OUTCOME_USER_CONTAINED,
            Outcome.OUTCOME_USER_NOT_FOUND),
        without.getResultsList().stream().map(UserRecommendations::getOutcome).toList());
    assertEquals(
        List.of(Source.SOURCE_LEARNED, Source.SOURCE_UNSPECIFIED, Source.SOURCE_UNSPECIFIED),
        without.getResultsList().stream().map(UserRecommendations::getSource).toList());
    BatchRecommendResponse with = call(
        endpoint::batchRecommend,
        request.toBuilder().setFallback(Fallback.FALLBACK_POPULAR).build());
    assertEquals(
        List.of(Source.SOURCE_LEARNED, Source.SOURCE_POPULAR, Source.SOURCE_POPULAR),
        with.getResultsList().stream().map(UserRecommendations::getSource).toList());
    assertEquals(List.of("a=1.0"), text(with.getResults(1).getItemsList()));
  }

  @Test
  void recommendForItems_valueNotSent_isOne_valueOfZeroIsZero() {
    serve(model());
    RecommendForItemsRequest request = RecommendForItemsRequest.newBuilder()
        .setModel(MODEL)
        .addItems(WeightedItem.newBuilder().setItem("a"))
        .addItems(WeightedItem.newBuilder().setItem("b").setValue(0))
        .addItems(WeightedItem.newBuilder().setItem("c").setValue(2.5f))
        .build();
    RecommendForItemsResponse answer = call(endpoint::recommendForItems, request);
    assertEquals(List.of("d=3.5"), text(answer.getItemsList()));
    assertEquals(SERVED, answer.getModelVersion());
    assertEquals(
        List.of("a=3.5", "c=3.5", "d=3.5"),
        text(
            call(
                endpoint::recommendForItems,
                request.toBuilder().setIncludeGiven(true).addExcludeItems("b").build())
                .getItemsList()));
    refused(
        ErrorKind.ITEM_NOT_FOUND,
        () -> call(
            endpoint::recommendForItems,
            RecommendForItemsRequest.newBuilder()
                .setModel(MODEL)
                .addItems(WeightedItem.newBuilder().setItem("nothing"))
                .build()));
  }

  @Test
  void similarItems_nNotSent_isTen() {
    serve(model());
    SimilarItemsRequest request = SimilarItemsRequest.newBuilder()
        .setModel(MODEL)
        .setItem("b")
        .build();
    SimilarItemsResponse answer = call(endpoint::similarItems, request);
    assertEquals(List.of("a=1.0", "c=1.0", "d=1.0"), text(answer.getItemsList()));
    assertEquals(SERVED, answer.getModelVersion());
    assertEquals(
        List.of("a=1.0"),
        text(call(endpoint::similarItems, request.toBuilder().setN(1).build()).getItemsList()));
  }

  @Test
  void model_ofUsersOnly_refusesHistories() {
    serve(
        (RecommenderModel) Proxy.newProxyInstance(
            RecommendationEndpointTest.class.getClassLoader(),
            new Class<?>[]{RecommenderModel.class},
            (proxy, method, arguments) -> method.getName().equals("userCount") ? 2 : ITEMS.size()));
    LetheException refused = refused(
        ErrorKind.HISTORY_NOT_SUPPORTED,
        () -> call(
            endpoint::similarItems,
            SimilarItemsRequest.newBuilder().setModel(MODEL).setItem("b").build()));
    assertTrue(String.valueOf(refused.getMessage()).contains("stiff"), refused.getMessage());
  }

  private static LetheException refused(ErrorKind kind, Runnable call) {
    LetheException refused = assertThrows(LetheException.class, call::run);
    assertEquals(kind, refused.kind());
    return refused;
  }
}
