package io.lethe.engine.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.RecommenderModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ItemRecommenderTest {

  private static final ModelName MODEL = PortFixtures.MOVIES;
  private static final List<String> ITEMS = List.of("a", "b", "c", "d", "e");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ModelRegistry registry = new ModelRegistry(
      timer, Duration.ofSeconds(5), new EngineEvents(), id -> {});
  private final ContainmentList containments = new ContainmentList();
  private final RecommendationCache cache = new RecommendationCache(1000);
  private final ScoringWatch watch = new ScoringWatch(
      PluginLimits.defaults(), lost -> {}, System::nanoTime);
  private final Set<ModelName> imported = new HashSet<>();
  private final ItemRecommender recommender = new ItemRecommender(
      registry, imported::contains, containments, cache, RecentInteractions.none(),
      CatalogFixtures.admissions(), watch);
  private final AtomicInteger scans = new AtomicInteger();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  /** Ranks the items backwards: e, d, c, b, a; ann has seen e. */
  private class Backwards implements RecommenderModel {

    @Override
    public int userCount() {
      return 2;
    }

    @Override
    public int itemCount() {
      return ITEMS.size();
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      for (int k = 0; k < items.length; k++) {
        scores[k] = items[k];
      }
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      scans.incrementAndGet();
      int found = 0;
      for (int item = ITEMS.size() - 1; item >= 0 && found < items.length; item--) {
        if (Arrays.binarySearch(excluded, item) < 0) {
          items[found] = item;
          scores[found++] = item;
        }
      }
      return found;
    }
  }

  private void serve(RecommenderModel model) {
    registry.publish(null, version(1, model)).join();
  }

  private static ModelVersion version(long number, RecommenderModel model) {
    return version(number, 0, model);
  }

  private static ModelVersion version(long number, long position, RecommenderModel model) {
    EntityIndex index = EntityIndex.of(new EntityIds(List.of("ann", "bob"), ITEMS));
    return new ModelVersion(
        PortFixtures.version(MODEL, number, position),
        new VersionContent(
            TinyPlugin.stiff(), model,
            VersionDataReader.forVersion(
                PortFixtures.rows("ann", "e", 5), row -> false, index, new ValidationSplit(1, 0)),
            null));
  }

  @Test
  void recommend_versionRetiredUnderTheCall_answeredByTheNext() {
    ModelRegistry impatient = new ModelRegistry(timer, Duration.ZERO, new EngineEvents(), id -> {});
    ModelVersion next = version(2, new Backwards());
    ModelVersion slow = version(1, new Backwards() {
      @Override
      public int topItems(int user, int[] excluded, int[] items, float[] scores) {
        VersionId replaced = impatient.publish(new VersionId(MODEL, 1), next).join();
        assertEquals(1, replaced.number());
        return super.topItems(user, excluded, items, scores);
      }
    });
    impatient.publish(null, slow).join();
    Answer<UserOutcome> answer = new ItemRecommender(
        impatient, imported::contains, containments, cache, RecentInteractions.none(),
        CatalogFixtures.admissions(), watch)
        .recommend(new RecommendQuery(MODEL, "ann", 2, List.of(), false));
    assertEquals(2, answer.version().number());
    assertEquals(2, scans.get());
  }

  private List<String> top(String user, int n, List<String> excluded, boolean includeSeen) {
    Answer<UserOutcome> answer = recommender
        .recommend(new RecommendQuery(MODEL, user, n, excluded, includeSeen));
    return assertInstanceOf(UserOutcome.Recommended.class, answer.content()).items()
        .stream()
        .map(ScoredItem::item)
        .toList();
  }

  @Test
  void recommend_seenAndExcluded_leftOut() {
    serve(new Backwards());
    assertEquals(List.of("d", "c"), top("ann", 2, List.of(), false));
    assertEquals(List.of("e", "d"), top("ann", 2, List.of(), true));
    assertEquals(List.of("c", "b"), top("ann", 2, List.of("d", "d", "nobody"), false));
    assertEquals(List.of("d", "c", "b", "a"), top("ann", 1000, List.of(), false));
  }

  @Test
  void recommend_unknownUser_typedOutcome() {
    serve(new Backwards());
    assertInstanceOf(
        UserOutcome.Unknown.class,
        recommender.recommend(new RecommendQuery(MODEL, "zoe", 2, List.of(), false)).content());
  }

  @Test
  void recommend_sameQueryTwice_scoredOnce() {
    serve(new Backwards());
    top("ann", 2, List.of(), false);
    top("ann", 2, List.of(), false);
    assertEquals(1, scans.get());
    top("ann", 3, List.of(), false);
    top("bob", 3, List.of(), false);
    assertEquals(3, scans.get());
  }

  @Test
  void recommend_containedAfterCached_cacheDoesNotLeak() {
    serve(new Backwards());
    assertEquals(List.of("e", "d"), top("bob", 2, List.of(), false));
    containments.contain(MODEL, 1, new ErasureTarget.Item("e"));
    containments.contain(MODEL, 2, new ErasureTarget.Interactions(List.of(new Pair("bob", "d"))));
    assertEquals(List.of("c", "b"), top("bob", 2, List.of(), false));
    assertEquals(List.of("d", "c"), top("ann", 2, List.of(), true));
    containments.contain(MODEL, 3, new ErasureTarget.User("bob"));
    assertInstanceOf(
        UserOutcome.Contained.class,
        recommender.recommend(new RecommendQuery(MODEL, "bob", 2, List.of(), false)).content());
  }

  @Test
  void recommend_batch_oneOutcomePerUserInOrder() {
    serve(new Backwards());
    containments.contain(MODEL, 1, new ErasureTarget.User("ann"));
    Answer<List<UserOutcome>> answer = recommender
        .recommend(new BatchRecommendQuery(MODEL, List.of("bob", "ann", "zoe", "bob"), 1, false));
    assertInstanceOf(UserOutcome.Recommended.class, answer.content().get(0));
    assertInstanceOf(UserOutcome.Contained.class, answer.content().get(1));
    assertInstanceOf(UserOutcome.Unknown.class, answer.content().get(2));
    assertEquals(answer.content().get(0), answer.content().get(3));
    assertEquals(1, answer.version().number());
  }

  @Test
  void score_containedAndUnknownItems_noScore() {
    serve(new Backwards());
    containments.contain(MODEL, 1, new ErasureTarget.Item("b"));
    ScoreOutcome outcome = recommender
        .score(new ScoreQuery(MODEL, "ann", List.of("e", "b", "nobody", "a", "e")))
        .content();
    float[] scores = assertInstanceOf(ScoreOutcome.Scored.class, outcome).scores();
    assertEquals("[4.0, NaN, NaN, 0.0, 4.0]", Arrays.toString(scores));
  }

  @Test
  void recommend_pluginMisbehaves_pluginFailed() {
    serve(new Backwards() {
      @Override
      public int topItems(int user, int[] excluded, int[] items, float[] scores) {
        switch (items.length) {
          case 1 -> scores[0] = Float.NaN;
          case 2 -> items[0] = 99;
          case 3 -> throw new IllegalStateException("about ann");
          case 4 -> items[0] = 4;
          default -> throw new StackOverflowError();
        }
        return 1;
      }
    });
    for (int n = 1; n <= 5; n++) {
      RecommendQuery query = new RecommendQuery(MODEL, "ann", n, List.of(), false);
      LetheException error = assertThrows(LetheException.class, () -> recommender.recommend(query));
      assertEquals(ErrorKind.PLUGIN_FAILED, error.kind());
      assertFalse(String.valueOf(error.getMessage()).contains("ann"));
    }
  }

  @Test
  void answers_versionBehindThePositionAskedFor_refusedWithARetryDelay() {
    registry.publish(null, version(1, 4, new Backwards())).join();
    List<Executable> behind = List.of(
        () -> recommender
            .recommend(new RecommendQuery(MODEL, "ann", 1, List.of(), false, Fallback.NONE, 5)),
        () -> recommender
            .recommend(new BatchRecommendQuery(MODEL, List.of("ann"), 1, false, Fallback.NONE, 5)),
        () -> recommender.score(new ScoreQuery(MODEL, "ann", List.of("a"), 5)));
    for (Executable call : behind) {
      LetheException error = assertThrows(LetheException.class, call);
      assertEquals(ErrorKind.ERASURE_POSITION_BEHIND, error.kind());
      assertEquals(
          Map.of("model", MODEL.value(), "position", "4", "wanted", "5"), error.metadata());
      assertTrue(error.retryAfter().isPresent());
    }
    RecommendQuery reflected = new RecommendQuery(
        MODEL, "ann", 1, List.of(), false, Fallback.NONE, 4);
    assertEquals(4, recommender.recommend(reflected).erasurePosition());
  }

  @Test
  void queries_outOfBounds_refused() {
    refused(
        ErrorKind.ARGUMENT_INVALID,
        () -> new RecommendQuery(MODEL, "ann", 1, List.of(), false, Fallback.NONE, -1));
    refused(ErrorKind.N_OUT_OF_RANGE, () -> new RecommendQuery(MODEL, "ann", 0, List.of(), false));
    refused(
        ErrorKind.N_OUT_OF_RANGE, () -> new RecommendQuery(MODEL, "ann", 1001, List.of(), false));
    refused(ErrorKind.ID_MALFORMED, () -> new RecommendQuery(MODEL, "", 1, List.of(), false));
    refused(
        ErrorKind.BATCH_OUT_OF_RANGE, () -> new BatchRecommendQuery(MODEL, List.of(), 1, false));
    List<String> users = java.util.Collections.nCopies(256, "ann");
    refused(ErrorKind.BATCH_OUT_OF_RANGE, () -> new BatchRecommendQuery(MODEL, users, 1000, false));
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> new ScoreQuery(MODEL, "ann", List.of()));
  }

  @Test
  void recommend_modelThatWasImportedAndNeverTrained_isNotReady() {
    ModelName untrained = new ModelName("untrained");
    RecommendQuery query = new RecommendQuery(untrained, "ann", 1, List.of(), false);
    refused(ErrorKind.MODEL_NOT_FOUND, () -> recommender.recommend(query));
    imported.add(untrained);
    refused(ErrorKind.MODEL_NOT_READY, () -> recommender.recommend(query));
  }

  @Test
  void retired_versionThatNoneFollows_nothingKept() {
    serve(new Backwards());
    top("ann", 2, List.of(), false);
    assertEquals(1, cache.size());
    cache.retired(registry.active(MODEL).orElseThrow().id(), List.of());
    assertEquals(0, cache.size());
    assertTrue(scans.get() > 0);
  }

  private static void refused(ErrorKind kind, Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }
}
