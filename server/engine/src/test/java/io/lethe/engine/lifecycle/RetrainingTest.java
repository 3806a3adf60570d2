package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.items;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.plugin.HostedBuild;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.Plugins;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrainingTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");
  private static final ErasureTarget PAIR = new ErasureTarget.Interactions(List.of(pair(4)));

  private final World world = new World();
  /** Runs before every epoch of every training. */
  private final AtomicReference<Runnable> beforeEpoch = new AtomicReference<>(() -> {});

  @AfterEach
  void close() {
    world.close();
  }

  /** Any residual at all uses the budget up. */
  private static EngineConfig config(boolean automatic) {
    EngineConfig usual = World.config();
    return new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(),
        new RetrainingConfig(
            automatic, 0.1, Duration.ZERO, 0.05, Duration.ZERO,
            new RetryingLoop.Delays(Duration.ofMillis(1), Duration.ofMillis(5))),
        usual.effort(), usual.unlearning().withResidualBudget(1e-9));
  }

  /** One build at a time. */
  private record Installed(AtomicReference<PluginCatalog> now) implements Plugins {

    @Override
    public PluginCatalog catalog() {
      return Objects.requireNonNull(now.get());
    }

    @Override
    public RecommenderPlugin maker(String name, String version, String digest) {
      return catalog().maker(name, version, digest);
    }
  }

  private PluginCatalog build(String digest) {
    RecommenderPlugin tiny = TinyPlugin
        .differentiable(() -> Objects.requireNonNull(beforeEpoch.get()).run());
    return PluginCatalog
        .of(List.of(new InstalledPlugin("tiny", new HostedBuild(tiny, digest, false))), List.of());
  }

  @Test
  void retraining_sameOptionsByAnotherBuildMeanwhile_theirVersionStays() {
    Installed plugins = new Installed(new AtomicReference<>(build("a")));
    Engine engine = world.engine(FaultPlan.none(), "log.test", world.work, config(true), plugins);
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    ModelVersion first = World.train(engine, "tiny");
    engine.erasures().accept(request(1, USER));
    List<ModelVersion> theirs = new ArrayList<>();
    beforeEpoch.set(() -> {
      beforeEpoch.set(() -> {});
      plugins.now().set(build("b"));
      theirs.add(World.train(engine, "tiny"));
    });
    world.work.runAll();
    assertEquals(first.manifest().training(), theirs.getFirst().manifest().training());
    assertEquals(theirs.getFirst().id(), active(engine).id());
    assertEquals("b", active(engine).manifest().pluginDigest());
  }

  private Engine started(boolean automatic) {
    Engine engine = world.engine(
        FaultPlan.none(), world.work, config(automatic),
        TinyPlugin.differentiable(() -> Objects.requireNonNull(beforeEpoch.get()).run()),
        TinyPlugin.stiff());
    engine.start();
    return engine;
  }

  private Engine trained(boolean automatic) {
    Engine engine = started(automatic);
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    return engine;
  }

  private List<VersionOrigin> origins() {
    return world.ledger.versions(MODEL)
        .reversed()
        .stream()
        .map(VersionRecord::manifest)
        .map(manifest -> manifest.origin())
        .toList();
  }

  private static boolean due(Engine engine) {
    return active(engine).content().differentiable().orElseThrow().state().ledger().retrainDue();
  }

  @Test
  void erasure_budgetUsedUp_trainedAnewOnceAsIfItHadNeverBeenThere() {
    Engine engine = trained(true);
    ErasureId id = engine.erasures().accept(request(1, USER)).id();
    world.work.runAll();
    assertEquals(
        List.of(VersionOrigin.TRAINING, VersionOrigin.INFLUENCE_UPDATE, VersionOrigin.RETRAINING),
        origins());
    assertFalse(due(engine));
    assertTrue(
        active(engine).manifest()
            .metrics()
            .keySet()
            .stream()
            .noneMatch(name -> name.startsWith("takeover")),
        "privacy comes first: nothing is compared");
    assertEquals(1, active(engine).erasurePosition());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    try (World other = new World()) {
      Engine asked = other.trained();
      asked.erasures().accept(request(1, USER, ErasureMethod.RETRAIN));
      other.work.runAll();
      assertArrayEquals(parameters(asked), parameters(engine));
    }
  }

  @Test
  void appends_aShareOfWhatIsLearned_areLearnedInTheBackground() {
    Engine engine = trained(true);
    List<AppendOrder.Row> rows = IntStream.range(0, 20)
        .mapToObj(k -> new AppendOrder.Row("late", "item-" + k, 3))
        .toList();
    engine.intake().append(new AppendOrder(MODEL, new UUID(6, 1), rows, Repeats.LATEST));
    world.work.runAll();
    assertEquals(List.of(VersionOrigin.TRAINING), origins());
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(6, 2),
                IntStream.range(0, 20)
                    .mapToObj(k -> new AppendOrder.Row("later", "item-" + k, 3))
                    .toList(),
                Repeats.LATEST));
    world.work.runAll();
    assertEquals(List.of(VersionOrigin.TRAINING, VersionOrigin.RETRAINING), origins());
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "later"));
    assertEquals(440, active(engine).manifest().training().logEnd());
  }

  @Test
  void erasure_turnedOff_isNotTrainedAnew() {
    Engine engine = trained(false);
    engine.erasures().accept(request(1, USER));
    world.work.runAll();
    assertTrue(due(engine));
    assertEquals(List.of(VersionOrigin.TRAINING, VersionOrigin.INFLUENCE_UPDATE), origins());
    assertTrue(
        active(engine).manifest().metrics().getOrDefault("residual-budget-used", 0.0) > 1,
        "visible in the version");
  }

  @Test
  void request_duringRetraining_servedAtOnceAndReflectedInItsResult() {
    Engine engine = trained(true);
    List<ErasureId> meanwhile = new ArrayList<>();
    List<String> served = new ArrayList<>();
    engine.erasures().accept(request(1, USER));
    beforeEpoch.set(() -> {
      beforeEpoch.set(() -> {});
      meanwhile.add(engine.erasures().accept(request(2, PAIR)).id());
      world.work.runAll();
      served.addAll(items(engine, "user-5"));
      assertEquals(2, active(engine).erasurePosition());
      assertEquals(VersionOrigin.INFLUENCE_UPDATE, active(engine).manifest().origin());
      assertEquals(ErasureState.COMPLETED, engine.erasures().get(meanwhile.getFirst()).state());
    });
    world.work.runAll();
    assertFalse(served.isEmpty());
    assertEquals(2, active(engine).erasurePosition());
    int erased = world.trainedRowsOf("user-3") + 1;
    assertEquals(400 - erased, active(engine).manifest().counts().interactions());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertTrue(engine.erasures().failures().isEmpty());
    Engine restarted = world.engine(FaultPlan.none());
    restarted.start();
    assertArrayEquals(parameters(engine), parameters(restarted));
  }

  @Test
  void start_versionIsDue_trainedAnew() {
    Engine before = trained(false);
    before.erasures().accept(request(1, USER));
    world.work.runAll();
    Engine after = started(true);
    assertEquals(VersionOrigin.INFLUENCE_UPDATE, active(after).manifest().origin());
    world.work.runAll();
    assertEquals(VersionOrigin.RETRAINING, active(after).manifest().origin());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(after, "user-3"));
  }

  @Test
  void retraining_fails_erasuresGoOnAndItIsTriedAgain() {
    Engine engine = trained(true);
    AtomicInteger failures = new AtomicInteger();
    beforeEpoch.set(() -> {
      failures.incrementAndGet();
      throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "not today");
    });
    ErasureId first = engine.erasures().accept(request(1, USER)).id();
    world.work.runAll();
    ErasureId second = engine.erasures().accept(request(2, PAIR)).id();
    world.work.runAll();
    assertTrue(failures.get() > 0);
    assertEquals(
        (long) failures.get(),
        engine.retrainings()
            .getOrDefault(MODEL, Map.of())
            .get(new Retraining(Retraining.Cause.RESIDUAL_BUDGET, Retraining.Outcome.FAILED)));
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(first).state());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(second).state());
    assertEquals(VersionOrigin.INFLUENCE_UPDATE, active(engine).manifest().origin());
    beforeEpoch.set(() -> {});
    while (active(engine).manifest().origin() != VersionOrigin.RETRAINING) {
      world.work.awaitAndRunAll();
    }
    assertEquals(2, active(engine).erasurePosition());
  }

  @Test
  void retraining_trainedBySomebodyElseMeanwhile_theirVersionStays() {
    Engine engine = trained(true);
    engine.erasures().accept(request(1, USER));
    List<ModelVersion> theirs = new ArrayList<>();
    beforeEpoch.set(() -> {
      beforeEpoch.set(() -> {});
      theirs.add(
          engine.training()
              .train(
                  TrainingRequest.of(MODEL, "tiny", Map.of("epochs", "3"), 9),
                  TrainingListener.none()));
    });
    world.work.runAll();
    assertEquals(theirs.getFirst().id(), active(engine).id());
    assertEquals("3", active(engine).manifest().training().options().get("epochs"));
  }
}
