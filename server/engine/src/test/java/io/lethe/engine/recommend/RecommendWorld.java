package io.lethe.engine.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.RecommenderModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.function.Executable;

/**
 * A version that serves, of eight items and the users ann (a, b=2), bob (c, d) and cid (c, d, e), and
 * what users did lately. The interactions of an item: a 1, b 1, c 2, d 2, e 1, none of f, g and h.
 */
final class RecommendWorld implements AutoCloseable {

  static final ModelName MODEL = PortFixtures.MOVIES;
  static final List<String> ITEMS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  static final List<String> USERS = List.of("ann", "bob", "cid");

  final ContainmentList containments = new ContainmentList();
  final Map<String, RecentItems> recents = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  final RecommendationCache cache = new RecommendationCache(1000);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  final ModelRegistry registry = new ModelRegistry(
      timer, Duration.ofSeconds(5), new EngineEvents(), id -> {});
  final Catalogs catalogs = CatalogFixtures.catalogs();
  final ItemRecommender recommender = new ItemRecommender(
      registry, model -> false, containments, cache, this::recent,
      CatalogFixtures.admissions(catalogs, CatalogFixtures.language()),
      new ScoringWatch(PluginLimits.defaults(), lost -> {}, System::nanoTime));

  private RecentItems recent(ModelName model, String user, long learned) {
    asked.add(user);
    return recents.getOrDefault(user, RecentItems.EMPTY);
  }

  static Neighbours neighbours() {
    return new Neighbours(USERS.size(), ITEMS.size());
  }

  /** The same for users, and for them only. */
  static RecommenderModel plain() {
    Neighbours model = neighbours();
    return new RecommenderModel() {
      @Override
      public int userCount() {
        return model.userCount();
      }

      @Override
      public int itemCount() {
        return model.itemCount();
      }

      @Override
      public void score(int user, int[] items, float[] scores) {
        model.score(user, items, scores);
      }

      @Override
      public int topItems(int user, int[] excluded, int[] items, float[] scores) {
        return model.topItems(user, excluded, items, scores);
      }
    };
  }

  static VersionData data() {
    return VersionDataReader.forVersion(
        PortFixtures.rows(
            "ann", "a", 1, "ann", "b", 2, "bob", "c", 1, "bob", "d", 1, "cid", "c", 1, "cid", "d",
            1, "cid", "e", 1),
        row -> false, EntityIndex.of(new EntityIds(USERS, ITEMS)), new ValidationSplit(1, 0));
  }

  RecommendWorld serving(RecommenderModel model) {
    return serving(1, 0, model, data());
  }

  RecommendWorld serving(long number, long position, RecommenderModel model, VersionData data) {
    var _ = registry.publish(
        registry.active(MODEL).map(ModelVersion::id).orElse(null),
        new ModelVersion(
            PortFixtures.version(MODEL, number, position),
            new VersionContent(TinyPlugin.stiff(), model, data, null)));
    return this;
  }

  /** The user did these lately, each with the value 1. */
  void did(String user, long revision, String... items) {
    float[] values = new float[items.length];
    Arrays.fill(values, 1);
    recents.put(user, new RecentItems(List.of(items), values, revision));
  }

  UserOutcome outcome(String user, int n, boolean includeSeen, Fallback fallback, String... not) {
    return recommender
        .recommend(new RecommendQuery(MODEL, user, n, List.of(not), includeSeen, fallback, 0))
        .content();
  }

  /** As {@code SOURCE item=score ...}. */
  static String text(UserOutcome outcome) {
    UserOutcome.Recommended answer = assertInstanceOf(UserOutcome.Recommended.class, outcome);
    return answer.source() + " " + text(answer.items());
  }

  static String text(List<ScoredItem> items) {
    return String.join(
        " ", items.stream().map(each -> "%s=%s".formatted(each.item(), each.score())).toList());
  }

  /** What a history scores each of some items, by the model's definition. */
  static String expected(Map<String, Float> history, String... ranked) {
    List<ScoredItem> items = new ArrayList<>();
    for (String item : ranked) {
      double score = 0;
      for (Map.Entry<String, Float> each : history.entrySet()) {
        int distance = Math.abs(ITEMS.indexOf(each.getKey()) - ITEMS.indexOf(item));
        score += 100.0 * each.getValue() / (1 + distance);
      }
      items.add(new ScoredItem(item, (float) score));
    }
    return text(items);
  }

  static LetheException refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return error;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
