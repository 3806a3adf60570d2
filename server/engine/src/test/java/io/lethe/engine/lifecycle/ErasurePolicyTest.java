package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import io.lethe.engine.erasure.run.ErasureBacklog;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Limits, waits, alarms and what becomes of an erasure that kills the process. */
class ErasurePolicyTest {

  private final World world = new World();
  private Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void restart(ErasurePolicy policy, FaultPlan faults) {
    engine.close();
    engine = world.engine(faults, world.work, World.config(policy), TinyPlugin.differentiable());
    engine.start();
  }

  private Erasure accept(long id, int pair) {
    return engine.erasures().accept(request(id, pair(pair)));
  }

  private static ErasureTarget pair(int n) {
    return new ErasureTarget.Interactions(List.of(World.pair(n)));
  }

  private static LetheException refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return error;
  }

  private static ErasurePolicy limited(int perHour, double share) {
    return ErasurePolicy.open().with(new PrincipalLimits(perHour, share));
  }

  @Test
  void accept_moreThanTheHourAllows_limitedAlsoAfterARestart() {
    restart(limited(2, 1), FaultPlan.none());
    accept(1, 1);
    accept(2, 2);
    LetheException error = refused(ErrorKind.RATE_LIMITED, () -> accept(3, 3));
    assertEquals("2", error.metadata().get("max"));
    assertEquals("3600", error.metadata().get("seconds"));
    Duration delay = error.retryAfter().orElseThrow();
    assertTrue(delay.compareTo(Duration.ofMinutes(60)) >= 0, "" + delay);
    assertTrue(delay.compareTo(Duration.ofMinutes(62)) <= 0, "" + delay);
    restart(limited(2, 1), FaultPlan.none());
    refused(ErrorKind.RATE_LIMITED, () -> accept(3, 3));
    assertEquals(2, world.ledger.open(MODEL).size());
  }

  @Test
  void accept_retriesAtTheLimit_sameErasure() {
    restart(limited(1, 1), FaultPlan.none());
    ErasureId id = accept(1, 1).id();
    for (int k = 0; k < 5; k++) {
      assertEquals(id, accept(1, 1).id());
    }
    refused(ErrorKind.RATE_LIMITED, () -> accept(2, 2));
  }

  @Test
  void accept_anotherPrincipal_hasItsOwnLimit() {
    restart(limited(1, 1), FaultPlan.none());
    accept(1, 1);
    ErasureRequest other = new ErasureRequest(
        request(2, pair(2)).requestId(), MODEL, pair(2), request(2, pair(2)).method(), "service-b");
    assertEquals(ErasureState.RECEIVED, engine.erasures().accept(other).state());
    refused(ErrorKind.RATE_LIMITED, () -> accept(3, 3));
  }

  @Test
  void accept_refusedByTheDisk_countsForNothing() {
    restart(limited(1, 1), FaultPlan.at(Fault.REFUSE, 0));
    refused(ErrorKind.STORAGE_FAILED, () -> accept(1, 1));
    assertEquals(ErasureState.RECEIVED, accept(1, 1).state());
  }

  @Test
  void accept_moreThanTheShareOfADay_limitedThoughEachIsSmall() {
    restart(limited(1000, 0.01), FaultPlan.none());
    for (int k = 0; k < 4; k++) {
      accept(k, k);
    }
    LetheException error = refused(ErrorKind.SHARE_LIMITED, () -> accept(5, 5));
    assertEquals("86400", error.metadata().get("seconds"));
    assertTrue(error.retryAfter().orElseThrow().compareTo(Duration.ofHours(24)) >= 0);
  }

  @Test
  void accept_firstRequestLargerThanTheShare_notRefusedForIt() {
    restart(limited(1000, 0.001), FaultPlan.none());
    ErasureRequest user = request(1, new ErasureTarget.User("user-3"));
    assertEquals(ErasureState.RECEIVED, engine.erasures().accept(user).state());
    refused(ErrorKind.SHARE_LIMITED, () -> accept(2, 2));
  }

  @Test
  void carryOut_batchWait_severalPeopleInOneVersion() {
    restart(ErasurePolicy.open().withBatchWait(Duration.ofMillis(200)), FaultPlan.none());
    ErasureId first = accept(1, 1).id();
    world.work.runAll();
    ErasureId second = accept(2, 2).id();
    settle();
    assertEquals(2, active(engine).id().number());
    assertEquals(2, active(engine).erasurePosition());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(first).state());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(second).state());
  }

  private void settle() {
    while (!world.ledger.open(MODEL).isEmpty()) {
      world.work.awaitAndRunAll();
    }
  }

  @Test
  void backlogs_heldOrOld_stuckAndToldAtEveryLook() {
    ErasurePolicy impatient = new ErasurePolicy(
        new ApprovalConfig(0, 1), PrincipalLimits.none(), Duration.ZERO, Duration.ofHours(1), 3);
    restart(impatient, FaultPlan.none());
    accept(1, 1);
    ErasureBacklog young = Objects.requireNonNull(engine.erasures().backlogs().get(MODEL));
    assertEquals(1, young.held());
    assertEquals(1, young.unfinished());
    assertEquals(Map.of(), engine.erasures().stuck());
    world.later(Duration.ofMinutes(61));
    ErasureBacklog old = Objects.requireNonNull(engine.erasures().stuck().get(MODEL));
    assertEquals(Duration.ofMinutes(61), old.oldestAge());
    assertTrue(old.stuck());
  }

  /** Processes that die right after an erasure was begun, as from native code or a full memory. */
  private void deaths(int times) {
    for (int k = 0; k < times; k++) {
      FaultPlan counting = FaultPlan.none();
      restart(ErasurePolicy.open(), counting);
      restart(ErasurePolicy.open(), FaultPlan.at(Fault.CRASH_AFTER, counting.calls().size()));
      assertThrows(SimulatedCrash.class, world.work::runAll);
    }
    restart(ErasurePolicy.open(), FaultPlan.none());
  }

  @Test
  void carryOut_fewDeaths_sameBatchAgain() {
    accept(1, 1);
    accept(2, 2);
    deaths(3);
    assertEquals(3, world.ledger.open(MODEL).getFirst().erasure().progress().attempts());
    world.work.runAll();
    assertEquals(2, active(engine).id().number());
    assertEquals(2, active(engine).erasurePosition());
  }

  @Test
  void carryOut_manyDeathsOfABatch_takenApart() {
    ErasureId first = accept(1, 1).id();
    ErasureId second = accept(2, 2).id();
    deaths(4);
    world.work.runAll();
    assertEquals(3, active(engine).id().number());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(first).state());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(second).state());
  }

  /** Whoever kills the process for another reason mostly does so while the erasure waits. */
  @Test
  void carryOut_manyDeaths_waitsBeforeItIsBegunAgain() {
    accept(1, 1);
    deaths(4);
    EngineConfig usual = World.config();
    engine.close();
    engine = world.engine(
        FaultPlan.none(), world.work,
        new EngineConfig(
            usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
            usual.trainAttemptsMax(), usual.erasures().withCrashWait(Duration.ofHours(1)),
            usual.retraining(), usual.effort(), usual.unlearning()),
        TinyPlugin.differentiable());
    engine.start();
    world.work.runAll();
    assertEquals(4, world.ledger.open(MODEL).getFirst().erasure().progress().attempts());
    assertEquals(1, active(engine).id().number());
    restart(ErasurePolicy.open(), FaultPlan.none());
    world.work.runAll();
    assertEquals(2, active(engine).id().number());
  }

  @Test
  void carryOut_moreDeaths_retrained() {
    ErasureId id = accept(1, 1).id();
    deaths(7);
    world.work.runAll();
    Erasure done = engine.erasures().get(id);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(
        Assurance.RETRAINED, Objects.requireNonNull(done.progress().outcome()).assurance());
  }

  @Test
  void carryOut_endlessDeaths_failedWithReasonAndTheOthersGoOn() {
    ErasureId poison = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    deaths(10);
    ErasureId other = accept(2, 2).id();
    world.work.runAll();
    Erasure failed = engine.erasures().get(poison);
    assertEquals(ErasureState.FAILED, failed.state());
    assertTrue(
        Objects.requireNonNull(failed.progress().failure()).message().contains("died 10 times"));
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(other).state());
  }
}
