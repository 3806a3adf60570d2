package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.alias.run.AliasDrop;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Aliases follow the versions that erasures make. */
class AliasFollowsTest extends AliasScene {

  AliasFollowsTest() {
    super(World.config());
  }

  @Test
  void erasure_isContainedAtOnce_andTheAliasFollowsToAVersionThatForgot() {
    trainTwice();
    World other = new World(world);
    set(CANARY, 1L, 2_000);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    assertInstanceOf(UserOutcome.Contained.class, asked("user-3", CANARY).content());
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(4, of(CANARY), "3 is the active one's, 4 was made of 1");
    assertInstanceOf(UserOutcome.Unknown.class, asked("user-3", CANARY).content());
    assertEquals(List.of(4L, 3L), stored());
    assertEquals(1, answering(CANARY).erasurePosition());
    try (other; Engine alone = other.engine(FaultPlan.none())) {
      alone.start();
      alone.activation().activate(new VersionId(MODEL, 1));
      alone.erasures().accept(request(1, user(3)));
      other.work.runAll();
      assertArrayEquals(World.parameters(alone), parameters(answering(CANARY)));
    }
    restart(World.config());
    assertEquals(4, of(CANARY));
  }

  @Test
  void erasure_completesOnlyWhenNoCallIsAnsweredByTheVersionThatKnew() {
    engine.close();
    EngineConfig usual = World.config();
    engine = started(
        new EngineConfig(
            Duration.ofMillis(20), usual.cacheItemsMax(), usual.versionsKeptMax(),
            usual.trainAttemptsMax(), usual.erasures(), usual.retraining(), usual.effort(),
            usual.unlearning()));
    trainTwice();
    set(CANARY, 1L, 0);
    try (ModelHandle call = call(CANARY)) {
      ErasureId _ = erase(1, user(3));
      assertTrue(call.revoked(), "it is completed: its call must not be answered any more");
    }
  }

  @Test
  void erasures_manyWhileItIsTheActiveVersionsName_itFollowsEachTime() {
    trainTwice();
    set(STABLE, 2L, 0);
    for (int day = 1; day <= 4; day++) {
      ErasureId _ = erase(day, user(2 * day));
      assertEquals(World.active(engine).id(), answering(STABLE).id());
    }
  }

  @Test
  void diedBeforeErasuresWereCompleted_itFollowsAllTheSame() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    ModelHandle call = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    world.work.runAll();
    assertEquals(ErasureState.LIVE, engine.erasures().get(id).state());
    restart(World.config());
    call.close();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(1, answering(CANARY).erasurePosition());
    assertEquals(new VersionId(MODEL, 1), answering(CANARY).manifest().parent());
  }

  /** What the process dies of, it shall not die of again and again. */
  @Test
  void diedWhileItsVersionWasRebased_theAliasIsTakenAway() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    engine.close();
    FaultPlan faults = FaultPlan.at(Failpoint.REBASE_BEFORE, 1);
    engine = world.engine(faults, world.work, World.config(), TinyPlugin.differentiable());
    engine.start();
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    try {
      world.work.runAll();
    } catch (SimulatedCrash expected) {
      assertTrue(faults.died());
    }
    assertTrue(faults.died());
    restart(World.config());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(List.of(), engine.aliases().list(MODEL));
    assertEquals(Map.of(MODEL, Map.of(AliasDrop.SERVER_DIED, 1L)), engine.aliasDrops());
  }

  @Test
  void retrainWanted_theAliasIsTakenAway_andCounted() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    var _ = engine.erasures().accept(request(1, user(3), ErasureMethod.RETRAIN));
    world.work.runAll();
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
    assertEquals(List.of(), engine.aliases().list(MODEL));
    assertEquals(Map.of(MODEL, Map.of(AliasDrop.NEEDS_TRAINING, 1L)), engine.aliasDrops());
  }

  @Test
  void trainedBeside_answersUnderItsNameOnly_andHoldsBackNothing() {
    engine.intake().add(MODEL, World.ratings(1));
    trainBeside(4);
    assertEquals(1, versionFor("user-1"), "the first version of a model answers in any case");
    trainBeside(5);
    assertEquals(1, versionFor("user-1"));
    assertEquals(List.of(2L, 1L), stored());
    set(CANARY, 2L, 1_000);
    assertEquals(2, of(CANARY));
    ErasureId _ = erase(1, user(3));
    assertEquals(new VersionId(MODEL, 2), answering(CANARY).manifest().parent());
    assertFalse(
        engine.directory()
            .versions(MODEL)
            .stream()
            .anyMatch(version -> Takeover.refusalOf(version.record().manifest()).isPresent()));
  }

  @Test
  void versionThatHoldsErasedData_isRefused() {
    trainTwice();
    ModelHandle call = engine.registry().acquire(MODEL);
    var _ = engine.erasures().accept(request(1, user(3)));
    world.work.runAll();
    assertEquals(ErrorKind.VERSION_HOLDS_ERASED_DATA, refused(() -> set(CANARY, 1L, 0)));
    call.close();
  }

  @Test
  void positionAskedFor_theShareOfAVersionThatIsBehind_isTheActiveOnes() {
    trainTwice();
    set(CANARY, 1L, 10_000);
    ModelHandle call = engine.registry().acquire(MODEL);
    var _ = engine.erasures().accept(request(1, user(3)));
    world.work.runAll();
    assertEquals(1, versionFor("user-1"));
    RecommendQuery fresh = new RecommendQuery(
        MODEL, "user-1", 10, List.of(), false, Fallback.NONE, 1);
    assertEquals(3, engine.recommender().recommend(fresh).version().number());
    call.close();
  }
}
