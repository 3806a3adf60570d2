package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.alias.run.ModelAliases.Listed;
import io.lethe.engine.alias.run.ModelAliases.Wanted;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of versions that aliases leave: no call is answered by them, and memory is set to zero. */
class AliasErasureTest {

  private static final AliasName CANARY = new AliasName("canary");

  /** Short, as a test waits for it; a call is given back long before, or not at all. */
  private static final Duration DEADLINE = Duration.ofMillis(500);

  private final World world = new World();
  private Engine engine = started(keeping(3, 2));

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private static EngineConfig keeping(int versions, int aliases) {
    EngineConfig usual = World.config();
    return new EngineConfig(
        DEADLINE, usual.cacheItemsMax(), versions, usual.rebaseWithin(), aliases,
        usual.trainAttemptsMax(), usual.erasures(), usual.retraining(), usual.learning(),
        usual.effort(), usual.unlearning(), usual.pluginLimits(), usual.families());
  }

  private Engine started(EngineConfig config) {
    Engine started = world
        .engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    started.start();
    return started;
  }

  private void restart(EngineConfig config) {
    engine.close();
    engine = started(config);
    world.work.runAll();
  }

  /** Versions 1 and 2 of two trainings; the second one is active. */
  private void trainTwice() {
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    train(6);
  }

  private void train(long seed) {
    var _ = engine.training()
        .train(TrainingRequest.of(MODEL, "tiny", Map.of(), seed), TrainingListener.none());
    world.work.runAll();
  }

  private void set(AliasName alias, @Nullable Long version, @Nullable Integer basisPoints) {
    Listed _ = engine.aliases().set(MODEL, new Wanted(alias, version, basisPoints));
  }

  private ModelHandle call(AliasName alias) {
    return engine.registry().acquire(MODEL, new Route(alias, null, 0));
  }

  private static float[] parameters(ModelVersion version) {
    return ((TinyModel) version.content().model()).parameters();
  }

  private List<Long> stored() {
    return world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aliasLeavesAVersionWhileAnErasureIsLive_itCompletesAfterThatVersionsCalls(boolean moved) {
    trainTwice();
    set(CANARY, 1L, 0);
    ModelHandle active = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    try (ModelHandle call = call(CANARY)) {
      world.work.runAll();
      assertEquals(ErasureState.LIVE, engine.erasures().get(id).state());
      if (moved) {
        set(CANARY, 3L, null);
      } else {
        engine.aliases().delete(MODEL, CANARY);
      }
      active.close();
      world.work.runAll();
      assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
      assertTrue(call.revoked(), "the version that knew must not answer any more");
      assertTrue(allZero(parameters(call.version())));
    }
  }

  @Test
  void modelIsDeleted_afterAnAliasLeftAVersion_noCallIsAnsweredByThatVersion() {
    trainTwice();
    set(CANARY, 1L, 0);
    try (ModelHandle call = call(CANARY)) {
      engine.aliases().delete(MODEL, CANARY);
      engine.removal().delete(MODEL);
      assertTrue(call.revoked());
      assertTrue(allZero(parameters(call.version())));
    }
  }

  @Test
  void versionThatAnAliasLeft_isWipedWhenItsLastCallEnds() {
    trainTwice();
    set(CANARY, 1L, 0);
    ModelHandle call = call(CANARY);
    ModelVersion left = call.version();
    engine.aliases().delete(MODEL, CANARY);
    assertFalse(allZero(parameters(left)));
    call.close();
    assertTrue(allZero(parameters(left)));
  }

  private static boolean allZero(float[] values) {
    boolean zero = values.length > 0;
    for (float value : values) {
      zero &= value == 0;
    }
    return zero;
  }

  @Test
  void trainedBeside_whileAliasesFillWhatIsKept_staysToBeNamed() {
    restart(keeping(2, 2));
    trainTwice();
    set(CANARY, 1L, 0);
    var _ = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "tiny", Map.of(), 7, TrainingRequest.VALIDATION_SHARE, true, true),
            TrainingListener.none());
    world.work.runAll();
    assertEquals(List.of(3L, 2L, 1L), stored());
    set(new AliasName("next"), 3L, 1_000);
  }

  @Test
  void modelThatCouldNotAnswer_isTrained_itsAliasesAnswerAgain() {
    trainTwice();
    set(CANARY, 1L, 0);
    engine.close();
    world.checkpoints.damage(new VersionId(MODEL, 2));
    engine = started(keeping(3, 2));
    assertTrue(engine.directory().model(MODEL) instanceof ModelStatus.NotReady);
    train(7);
    try (ModelHandle call = call(CANARY)) {
      assertEquals(1, call.version().id().number());
    }
  }

  @Test
  void modelThatCouldNotAnswer_goesBack_itsAliasesAnswerAgain() {
    trainTwice();
    train(7);
    set(CANARY, 2L, 0);
    engine.close();
    world.checkpoints.damage(new VersionId(MODEL, 3));
    engine = started(keeping(3, 2));
    assertTrue(engine.directory().model(MODEL) instanceof ModelStatus.NotReady);
    var _ = engine.activation().activate(new VersionId(MODEL, 1));
    try (ModelHandle call = call(CANARY)) {
      assertEquals(2, call.version().id().number());
    }
  }

  @Test
  void boundIsLowered_aliasesThatAreThere_canBeChanged() {
    trainTwice();
    set(CANARY, 1L, 0);
    set(new AliasName("stable"), 2L, 0);
    restart(keeping(3, 1));
    set(CANARY, null, 1_000);
    assertEquals(1_000, engine.aliases().list(MODEL).getFirst().alias().basisPoints());
  }
}
