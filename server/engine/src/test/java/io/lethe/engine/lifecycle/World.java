package io.lethe.engine.lifecycle;

import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.catalog.FilterLanguage;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.receipt.ReceiptLogConfig;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.erasure.run.ErasureThreads;
import io.lethe.engine.erasure.run.ErasureTime;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.InMemoryCheckpointStore;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.memory.InMemoryLogAnchor;
import io.lethe.engine.memory.InMemoryVectorInbox;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.Plugins;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.engine.tiny.TinyRatings;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A machine whose disk is memory: engines are started on it, crash, and are started again. Work runs
 * when the test says so, unless an executor is given.
 */
final class World implements AutoCloseable {

  static final ModelName MODEL = new ModelName("movies");
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final InstallationKeys KEYS = InstallationKeys.generate(new SecureRandom());

  private InstallationKeys keys = KEYS;

  final InMemoryErasureLedger ledger;
  final InMemoryCheckpointStore checkpoints;
  final InMemoryInteractionLog log;
  final InMemoryLogAnchor anchor;
  final InMemoryVectorInbox inbox = new InMemoryVectorInbox();
  final ManualExecutor work = new ManualExecutor();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong ids = new AtomicLong();
  private volatile Instant clock = NOON;

  World() {
    this.ledger = new InMemoryErasureLedger();
    this.checkpoints = new InMemoryCheckpointStore();
    this.log = new InMemoryInteractionLog();
    this.anchor = new InMemoryLogAnchor();
  }

  /** A machine whose disk was put together from others'. */
  World(World ledger, World checkpoints, World log) {
    this.ledger = ledger.ledger.copied();
    this.checkpoints = checkpoints.checkpoints.copied();
    this.log = log.log.copied();
    this.anchor = ledger.anchor.copied();
    this.ids.set(ledger.ids.get());
  }

  /** From now on the keys are those of another installation. */
  void useOtherKeys() {
    keys = InstallationKeys.generate(new SecureRandom());
  }

  /** Another machine with a copy of the disk. */
  World(World other) {
    this.ledger = other.ledger.copied();
    this.checkpoints = other.checkpoints.copied();
    this.log = other.log.copied();
    this.anchor = other.anchor.copied();
    this.ids.set(other.ids.get());
  }

  /** A new process on this disk, with the tiny plugin. */
  Engine engine(FaultPlan faults) {
    return engine(faults, work, config(), TinyPlugin.differentiable(), TinyPlugin.stiff());
  }

  /** The same with another receipt log. */
  Engine engine(FaultPlan faults, String logName) {
    return engine(faults, logName, work, config(), TinyPlugin.differentiable());
  }

  Engine engine(
      FaultPlan faults, Executor executor, EngineConfig config, RecommenderPlugin... plugins) {
    return engine(faults, "log.test", executor, config, plugins);
  }

  private Engine engine(
      FaultPlan faults, String logName, Executor executor, EngineConfig config,
      RecommenderPlugin... plugins) {
    List<InstalledPlugin> installed = new ArrayList<>();
    for (RecommenderPlugin plugin : plugins) {
      installed.add(new InstalledPlugin(plugin.name(), plugin));
    }
    return engine(faults, logName, executor, config, PluginCatalog.of(installed, List.of()));
  }

  /** The same of plugins that may change. */
  Engine engine(
      FaultPlan faults, String logName, Executor executor, EngineConfig config, Plugins plugins) {
    InMemoryErasureLedger reopened = ledger.reopened(faults);
    return new Engine(
        new EnginePorts(
            reopened, checkpoints.reopened(faults), log.reopened(faults), reopened.appends(),
            reopened.aliases(), new CatalogParts(reopened.catalogs(), FilterLanguage.none()), inbox,
            new ReceiptLogConfig(logName, Duration.ofDays(90), List.of(anchor.reopened(faults)))),
        plugins,
        new EngineIdentity(
            keys, statement -> statement.toString().getBytes(StandardCharsets.UTF_8), "test"),
        new EngineThreads(
            new ErasureThreads(executor, executor, timer), executor,
            new PluginContext(Runnable::run, 1, () -> clock)),
        new ErasureTime(() -> clock, System::nanoTime, () -> new UUID(7, ids.incrementAndGet())),
        config, faults);
  }

  /** No waiting, and gates wide open for so small a model. */
  static EngineConfig config() {
    return config(new UnlearningConfig.Gates(100, 100, 0, 1e9, 1, 64));
  }

  /** The same with another policy. */
  static EngineConfig config(ErasurePolicy policy) {
    EngineConfig usual = config();
    return new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures().with(policy, Duration.ofDays(30)),
        usual.retraining(), usual.effort(), usual.unlearning());
  }

  static EngineConfig config(UnlearningConfig.Gates gates) {
    return new EngineConfig(
        Duration.ofSeconds(20), 10_000, 3, 3,
        new ErasureConfig(
            64, 1000, 100, 1, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofDays(30)),
        RetrainingConfig.of(false, Duration.ZERO), Effort.AUTO,
        UnlearningConfig.defaults().with(gates));
  }

  /** A first version, trained on seeded ratings. */
  Engine trained() {
    Engine engine = engine(FaultPlan.none());
    engine.start();
    engine.intake().add(MODEL, ratings(1));
    train(engine, "tiny");
    return engine;
  }

  static ModelVersion train(Engine engine, String plugin) {
    return engine.training()
        .train(TrainingRequest.of(MODEL, plugin, Map.of(), 5), TrainingListener.none());
  }

  static InteractionColumns ratings(long seed) {
    return TinyRatings.of(seed, "user-");
  }

  /** The n-th rated pair that names neither user-3 nor item-2. */
  static ErasureTarget.Pair pair(int n) {
    InteractionColumns rows = ratings(1);
    return IntStream.range(0, rows.size())
        .mapToObj(
            row -> new ErasureTarget.Pair(
                rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row])))
        .filter(pair -> !pair.user().equals("user-3") && !pair.item().equals("item-2"))
        .skip(n)
        .findFirst()
        .orElseThrow();
  }

  /** How many of the seeded ratings are a user's. */
  int trainedRowsOf(String user) {
    InteractionColumns rows = ratings(1);
    return (int) IntStream.range(0, rows.size())
        .filter(row -> rows.userIds().get(rows.users()[row]).equals(user))
        .count();
  }

  static ErasureRequest request(long id, ErasureTarget target) {
    return request(id, target, ErasureMethod.AUTO);
  }

  static ErasureRequest request(long id, ErasureTarget target, ErasureMethod method) {
    return new ErasureRequest(new UUID(3, id), MODEL, target, method);
  }

  static UserOutcome recommended(Engine engine, String user) {
    return engine.recommender()
        .recommend(new RecommendQuery(MODEL, user, 10, List.of(), false))
        .content();
  }

  static List<String> items(Engine engine, String user) {
    return ((UserOutcome.Recommended) recommended(engine, user)).items()
        .stream()
        .map(ScoredItem::item)
        .toList();
  }

  static ModelVersion active(Engine engine) {
    return engine.registry().active(MODEL).orElseThrow();
  }

  static float[] parameters(Engine engine) {
    return ((TinyModel) active(engine).content().model()).parameters();
  }

  /** Moves the wall clock. */
  void later(Duration by) {
    clock = clock.plus(by);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
