package io.lethe.engine.recommend;

import static java.util.stream.Collectors.toSet;

import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Answering;
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
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.RecommenderModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One model that changes, and two that answer from it: one keeps answers, the other makes each anew.
 * Users u0 to u11 and items i0 to i39; those that learning adds have higher numbers.
 */
final class RenewedWorld implements AutoCloseable {

  static final ModelName MODEL = PortFixtures.MOVIES;
  static final int USERS = 12;
  private static final int ITEMS = 40;

  final ContainmentList containments = new ContainmentList();
  final Catalogs catalogs = CatalogFixtures.catalogs();
  final RecommendationCache cache = new RecommendationCache(100_000);
  final RowsModel.Asked asked = new RowsModel.Asked();
  final ItemRecommender kept;
  final ItemRecommender anew;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ModelRegistry registry = new ModelRegistry(
      timer, Duration.ofSeconds(5), new EngineEvents(), this::retired);
  private final Random rows;
  private long number;
  private long position;
  private long revision;

  RenewedWorld(long seed) {
    this.rows = new Random(seed);
    this.kept = recommender(cache);
    this.anew = recommender(new RecommendationCache(0));
    publish(RowsModel.drawn(USERS, ITEMS, rows, asked), data());
  }

  private ItemRecommender recommender(RecommendationCache answers) {
    return new ItemRecommender(
        registry, model -> false, containments, answers, RecentInteractions.none(),
        CatalogFixtures.admissions(catalogs, CatalogFixtures.language()),
        new ScoringWatch(PluginLimits.defaults(), lost -> {}, System::nanoTime));
  }

  private void retired(VersionId id) {
    cache.retired(id, registry.answeringNow(MODEL));
  }

  private VersionData data() {
    List<Object> triples = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < 6; k++) {
        triples.addAll(List.of("u" + user, "i" + (user * 5 + k * 7) % ITEMS, 1));
      }
    }
    return VersionDataReader.forVersion(
        PortFixtures.rows(triples.toArray()), row -> false,
        EntityIndex.of(new EntityIds(ids("u", USERS), ids("i", ITEMS))),
        new ValidationSplit(3, 0.2));
  }

  private static List<String> ids(String side, int count) {
    return IntStream.range(0, count).mapToObj(k -> side + k).toList();
  }

  private ModelVersion active() {
    return registry.active(MODEL).orElseThrow();
  }

  RowsModel model() {
    return (RowsModel) active().content().model();
  }

  private static VersionContent content(RecommenderModel model, VersionData data) {
    return new VersionContent(TinyPlugin.stiff(), model, data, null);
  }

  void publish(RowsModel model) {
    publish(model, active().content().data());
  }

  private void publish(RowsModel model, VersionData data) {
    @Nullable
    VersionId parent = registry.active(MODEL).map(ModelVersion::id).orElse(null);
    registry
        .publish(
            parent,
            new ModelVersion(PortFixtures.version(MODEL, ++number, position), content(model, data)))
        .join();
  }

  /** Users and items whose rows and interactions go, and who are contained no longer. */
  void erase(int[] users, int[] items) {
    VersionData data = active().content().data();
    int[] gone = IntStream
        .concat(
            Arrays.stream(users).flatMap(user -> Arrays.stream(data.table().ofUser(user))),
            Arrays.stream(items).flatMap(item -> Arrays.stream(data.table().ofItem(item))))
        .filter(data.live()::contains)
        .distinct()
        .toArray();
    publish(model().without(users, items), data.without(gone, users, items));
  }

  /** Something changes; says what. */
  String step(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> eraseUser(random);
      case 1 -> eraseItem(random);
      case 2 -> erasePair(random);
      case 3 -> lift();
      case 4, 5 -> learn(random);
      case 6 -> catalogue(random);
      case 7 -> trained(random);
      default -> moved(random);
    };
  }

  private String moved(Random random) {
    int[] users = random.ints(random.nextInt(4), 0, USERS).distinct().toArray();
    int[] items = random.ints(random.nextInt(6), 0, ITEMS).distinct().toArray();
    RowsModel model = model();
    publish(model.with(model.userCount(), model.itemCount(), users, items, random));
    return "rows that moved";
  }

  private String eraseUser(Random random) {
    int user = random.nextInt(USERS);
    containments.contain(MODEL, ++position, new ErasureTarget.User("u" + user));
    if (random.nextBoolean()) {
      erase(new int[]{user}, new int[0]);
    } else {
      position--;
      containments.lift(MODEL, Set.of(position + 1));
    }
    return "an erasure of a user";
  }

  private String eraseItem(Random random) {
    int item = random.nextInt(ITEMS);
    containments.contain(MODEL, ++position, new ErasureTarget.Item("i" + item));
    if (random.nextInt(4) == 0) {
      erase(new int[0], new int[]{item});
    }
    return "an erasure of an item";
  }

  /** The row moves only if the interaction was not held out. */
  private String erasePair(Random random) {
    VersionData data = active().content().data();
    int[] positions = data.live().positions();
    if (positions.length == 0) {
      return "nothing";
    }
    int gone = positions[random.nextInt(positions.length)];
    int user = data.live().all().user(gone);
    int item = data.live().all().item(gone);
    containments.contain(
        MODEL, ++position, new ErasureTarget.Interactions(
            List.of(new ErasureTarget.Pair(data.index().userId(user), data.index().itemId(item)))));
    boolean trained = data.trained().contains(gone);
    RowsModel model = model();
    publish(
        trained
            ? model.with(
                model.userCount(), model.itemCount(), new int[]{user}, new int[]{item}, random)
            : model,
        data.without(new int[]{gone}, new int[0], new int[0]));
    return "an erasure of a pair";
  }

  private String lift() {
    containments.lift(MODEL, LongStream.rangeClosed(1, position).boxed().collect(toSet()));
    return "the end of containment up to " + position;
  }

  /** Of one known user or a new one, an item that may be new, too. */
  private String learn(Random random) {
    ModelRegistry.Served served = registry.served(MODEL).orElseThrow();
    Answering from = random.nextInt(3) == 0 ? Answering.own(served.version()) : served.answering();
    String user = "u" + random.nextInt(USERS + 6);
    InteractionColumns more = PortFixtures
        .rows(user, "i" + random.nextInt(ITEMS + 5), 1, user, "i" + random.nextInt(ITEMS), 1);
    boolean twice = more.items().length == 2 && more.items()[0] == more.items()[1];
    VersionData data = from.content().data().with(more, row -> twice && row == 0);
    RowsModel model = (RowsModel) from.content().model();
    int[] users = known(data.index().user(user), model.userCount());
    int[] items = random.ints(1, 0, model.itemCount()).toArray();
    RowsModel next = model
        .with(data.index().userCount(), data.index().itemCount(), users, items, random);
    Answering learned = new Answering(content(next, data), from.learned() + more.size(), ++revision)
        .after(served.answering());
    if (!registry.answer(served, learned)) {
      throw new IllegalStateException("another version answers");
    }
    return "learning";
  }

  private static int[] known(int index, int count) {
    return index >= 0 && index < count ? new int[]{index} : new int[0];
  }

  private String catalogue(Random random) {
    String item = "i" + random.nextInt(ITEMS + 5);
    catalogs.update(
        MODEL,
        List.of(
            random.nextBoolean()
                ? CatalogFixtures.soldOut(item)
                : CatalogFixtures.listed(item, random.nextBoolean() ? "x" : "y")));
    return "a change of the catalogue";
  }

  /** Everything is numbered anew, and everybody is back. */
  private String trained(Random random) {
    if (random.nextInt(5) > 0) {
      return "nothing";
    }
    publish(RowsModel.drawn(USERS, ITEMS, random, asked), data());
    return "a training";
  }

  /** A user whose scores grow with an item's row. */
  String userWithPositiveRow() {
    float[] score = new float[1];
    RowsModel probe = model().withItem(0, 1, 0);
    RowsModel other = model().withItem(0, 0, 1);
    for (int user = 0; user < USERS; user++) {
      probe.score(user, new int[]{0}, score);
      float first = score[0];
      other.score(user, new int[]{0}, score);
      if (first > 0 && score[0] > 0) {
        return "u" + user;
      }
    }
    throw new IllegalStateException("no user has such a row");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
