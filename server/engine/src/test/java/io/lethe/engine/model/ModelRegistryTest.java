package io.lethe.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.memory.Meanwhile;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecentInteractions;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.RecommendationCache;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.WipeableModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {

  private static final ModelName MODEL = PortFixtures.MOVIES;
  private static final int SWAPS = 1000;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<VersionId> retired = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private ModelRegistry registry(Duration deadline) {
    return new ModelRegistry(timer, deadline, new EngineEvents(), retired::add);
  }

  /** Scores everything with the version's number: whoever mixes versions shows. */
  private static ModelVersion version(long number) {
    EntityIndex index = EntityIndex
        .of(new EntityIds(List.of("ann", "bob"), List.of("x", "y", "z")));
    VersionData data = VersionDataReader.forVersion(
        PortFixtures.rows("ann", "x", 5), row -> false, index, new ValidationSplit(1, 0));
    RecommenderModel model = new RecommenderModel() {
      @Override
      public int userCount() {
        return 2;
      }

      @Override
      public int itemCount() {
        return 3;
      }

      @Override
      public void score(int user, int[] items, float[] scores) {
        Arrays.fill(scores, (float) number);
      }

      @Override
      public int topItems(int user, int[] excluded, int[] items, float[] scores) {
        items[0] = 1;
        items[1] = 2;
        Arrays.fill(scores, (float) number);
        return 2;
      }
    };
    return version(number, data, model);
  }

  private static ModelVersion version(long number, VersionData data, RecommenderModel model) {
    return new ModelVersion(
        PortFixtures.version(MODEL, number, 0),
        new VersionContent(TinyPlugin.stiff(), model, data, null));
  }

  /** Learned two numbers; the first thread that asks for them waits. */
  private record Learned(
      float[] numbers, CountDownLatch asked, CountDownLatch goOn) implements WipeableModel {

    @Override
    public List<float[]> learntArrays() {
      boolean isFirst = asked.getCount() > 0;
      asked.countDown();
      if (isFirst) {
        try {
          goOn.await();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }
      return List.of(numbers);
    }

    @Override
    public int userCount() {
      return 2;
    }

    @Override
    public int itemCount() {
      return 3;
    }

    @Override
    public void score(int user, int[] items, float[] scores) {
      throw new IllegalStateException("no call is answered by it");
    }

    @Override
    public int topItems(int user, int[] excluded, int[] items, float[] scores) {
      throw new IllegalStateException("no call is answered by it");
    }
  }

  /** What is told after a wipe, that an erasure is completed, must be true then. */
  @Test
  void wipeRetired_whileAnotherThreadHasBegunWithIt_returnsWhenItIsWiped() throws Exception {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    Learned model = new Learned(new float[]{1, 2}, new CountDownLatch(1), new CountDownLatch(1));
    registry.neverServed(version(1, version(1).content().data(), model));
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> other = threads.submit(() -> registry.wipeRetired(MODEL));
      model.asked().await();
      registry.wipeRetired(MODEL);
      assertArrayEquals(new float[2], model.numbers());
      model.goOn().countDown();
      var _ = other.get();
    }
  }

  @Test
  void acquire_beforeAnyVersion_saysWhy() {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    refused(ErrorKind.MODEL_NOT_FOUND, () -> registry.acquire(MODEL));
    VersionId id = new VersionId(MODEL, 1);
    registry.loading(id);
    refused(ErrorKind.MODEL_NOT_READY, () -> registry.acquire(MODEL));
    assertEquals(VersionState.LOADING, registry.stateOf(id));
    registry.refused(id, new LetheException(ErrorKind.CHECKPOINT_DAMAGED, "a flipped byte"));
    assertEquals(VersionState.REFUSED, registry.stateOf(id));
    assertEquals(VersionState.RETIRED, registry.stateOf(new VersionId(MODEL, 2)));
    LetheException error = assertThrows(LetheException.class, () -> registry.acquire(MODEL));
    assertEquals(ErrorKind.MODEL_NOT_READY, error.kind());
    assertTrue(String.valueOf(error.getMessage()).contains("a flipped byte"));
  }

  @Test
  void publish_wrongParent_conflictAndNothingChanged() {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    registry.publish(null, version(1)).join();
    refused(ErrorKind.CONCURRENT_CHANGE, () -> registry.publish(null, version(2)));
    refused(
        ErrorKind.CONCURRENT_CHANGE, () -> registry.publish(new VersionId(MODEL, 7), version(2)));
    assertEquals(1, registry.active(MODEL).orElseThrow().id().number());
  }

  @Test
  void publish_raceOfEight_oneWins() throws Exception {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    registry.publish(null, version(1)).join();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> races = new ArrayList<>();
      for (int k = 0; k < 8; k++) {
        ModelVersion next = version(2 + k);
        races.add(threads.submit(() -> {
          try {
            registry.publish(new VersionId(MODEL, 1), next).join();
            return true;
          } catch (LetheException lost) {
            assertEquals(ErrorKind.CONCURRENT_CHANGE, lost.kind());
            return false;
          }
        }));
      }
      int won = 0;
      for (Future<Boolean> race : races) {
        won += race.get() ? 1 : 0;
      }
      assertEquals(1, won);
    }
  }

  @Test
  void publish_openHandle_drainsWhenItIsClosed() {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    registry.publish(null, version(1)).join();
    ModelHandle handle = registry.acquire(MODEL);
    CompletableFuture<VersionId> end = registry.publish(handle.version().id(), version(2));
    assertEquals(2, registry.active(MODEL).orElseThrow().id().number());
    assertFalse(end.isDone());
    assertFalse(registry.drained(MODEL).isDone());
    assertEquals(VersionState.DRAINING, registry.stateOf(handle.version().id()));
    assertEquals(VersionState.AVAILABLE, registry.stateOf(new VersionId(MODEL, 2)));
    handle.close();
    assertEquals(new VersionId(MODEL, 1), end.join());
    assertTrue(registry.drained(MODEL).isDone());
    assertEquals(VersionState.RETIRED, registry.stateOf(new VersionId(MODEL, 1)));
    assertEquals(List.of(new VersionId(MODEL, 1)), retired);
    assertFalse(handle.revoked());
    assertThrows(IllegalStateException.class, handle::close);
  }

  @Test
  void publish_handleNeverClosed_revokedAtTheDeadline() throws Exception {
    ModelRegistry registry = registry(Duration.ofMillis(20));
    registry.publish(null, version(1)).join();
    ModelHandle handle = registry.acquire(MODEL);
    CompletableFuture<VersionId> end = registry.publish(handle.version().id(), version(2));
    assertEquals(new VersionId(MODEL, 1), end.get());
    assertTrue(handle.revoked());
    assertEquals(1, handle.version().id().number());
    handle.close();
    assertEquals(List.of(new VersionId(MODEL, 1)), retired);
  }

  @Test
  void recommend_duringThousandSwaps_neverMixedNeverFailed() throws Throwable {
    ModelRegistry registry = registry(Duration.ofSeconds(9));
    ItemRecommender recommender = new ItemRecommender(
        registry, model -> false, new ContainmentList(), new RecommendationCache(100),
        RecentInteractions.none(), CatalogFixtures.admissions(),
        new ScoringWatch(PluginLimits.defaults(), lost -> {}, System::nanoTime));
    registry.publish(null, version(1)).join();
    Meanwhile.looking(2, () -> reader(recommender), () -> {
      for (long number = 2; number <= SWAPS + 1; number++) {
        registry.publish(new VersionId(MODEL, number - 1), version(number)).get();
      }
    });
    assertEquals(SWAPS, retired.size());
  }

  private static Runnable reader(ItemRecommender recommender) {
    RecommendQuery query = new RecommendQuery(MODEL, "ann", 2, List.of(), false);
    AtomicLong last = new AtomicLong();
    return () -> {
      Answer<UserOutcome> answer = recommender.recommend(query);
      UserOutcome.Recommended recommended = (UserOutcome.Recommended) answer.content();
      long number = answer.version().number();
      assertTrue(number >= last.getAndSet(number), "versions only move forward");
      recommended.items().forEach(item -> assertEquals(number, (long) item.score()));
    };
  }

  private static void refused(ErrorKind kind, org.junit.jupiter.api.function.Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }
}
