package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of versions that aliases leave: no call is answered by them, and memory is set to zero. */
class AliasErasureTest extends AliasScene {

  /** Short, as a test waits for it; a call is given back long before, or not at all. */
  private static final Duration DEADLINE = Duration.ofMillis(500);

  AliasErasureTest() {
    super(keeping(3, 2));
  }

  private static EngineConfig keeping(int versions, int aliases) {
    EngineConfig usual = World.config();
    return new EngineConfig(
        DEADLINE, usual.cacheItemsMax(), versions, usual.rebaseWithin(), aliases,
        usual.trainAttemptsMax(), usual.erasures(), usual.retraining(), usual.learning(),
        usual.effort(), usual.unlearning(), usual.pluginLimits(), usual.families());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aliasLeavesAVersionWhileAnErasureIsLive_itCompletesAfterThatVersionsCalls(boolean moved) {
    trainTwice();
    set(CANARY, 1L, 0);
    ModelHandle active = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
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
    trainBeside(7);
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
    set(STABLE, 2L, 0);
    restart(keeping(3, 1));
    set(CANARY, null, 1_000);
    assertEquals(1_000, engine.aliases().list(MODEL).getFirst().alias().basisPoints());
  }
}
