package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed erasures are taken up by new ones. */
class RetriedErasureTest {

  private static final String BOSS = "boss";

  private final World world = new World();
  private Engine engine = world.trained();
  private ErasureId failed;

  @BeforeEach
  void fail() {
    failed = failing(1, new ErasureTarget.User("user-3"));
  }

  /** An erasure that processes die of until it is given up. */
  private ErasureId failing(long number, ErasureTarget target) {
    ErasureId id = engine.erasures().accept(request(number, target)).id();
    ErasurePolicy strict = new ErasurePolicy(
        ErasurePolicy.open().approval(), ErasurePolicy.open().limits(), Duration.ZERO,
        Duration.ofHours(1), 1);
    for (int k = 0; k < 4; k++) {
      FaultPlan counting = FaultPlan.none();
      restart(strict, counting);
      restart(strict, FaultPlan.at(Fault.CRASH_AFTER, counting.calls().size()));
      assertThrows(SimulatedCrash.class, world.work::runAll);
    }
    restart(strict, FaultPlan.none());
    assertEquals(ErasureState.FAILED, now(id).state());
    return id;
  }

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

  private Erasure now(ErasureId id) {
    world.work.runAll();
    return engine.erasures().get(id);
  }

  @Test
  void retry_failed_carriedOutAndBothHaveReceipts() {
    Erasure fresh = engine.erasures().retry(failed, BOSS, true);
    assertEquals(failed, fresh.facts().retry().of());
    assertEquals(BOSS, fresh.facts().requester());
    assertEquals(engine.erasures().get(failed).facts().expires(), fresh.facts().expires());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.COMPLETED, now(fresh.id()).state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    Erasure before = engine.erasures().get(failed);
    assertEquals(ErasureState.FAILED, before.state());
    assertEquals(fresh.id(), before.facts().retry().by());
    assertNotNull(engine.erasures().receipt(failed));
    assertNotNull(engine.erasures().receipt(fresh.id()));
    assertEquals(List.of(), world.ledger.open(MODEL));
  }

  @Test
  void retry_again_theSameNewErasure() {
    ErasureId fresh = engine.erasures().retry(failed, BOSS, true).id();
    assertEquals(fresh, engine.erasures().retry(failed, BOSS, true).id());
    assertEquals(ErasureState.COMPLETED, now(fresh).state());
    assertEquals(fresh, engine.erasures().retry(failed, BOSS, true).id());
    assertEquals(2, world.ledger.tombstones(MODEL).position());
  }

  @Test
  void retry_thenKilled_carriedOutByTheNextStart() {
    ErasureId fresh = engine.erasures().retry(failed, ErasureRequest.OPERATOR, false).id();
    restart(ErasurePolicy.open(), FaultPlan.none());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.COMPLETED, now(fresh).state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }

  /** The training left the pairs out, and the erasure that takes them up has a later position. */
  @Test
  void retry_pairsLeftOutByATraining_theVersionIsLoadedAgain() {
    ErasureId pairs = failing(
        2, new ErasureTarget.Interactions(IntStream.range(0, 5).mapToObj(World::pair).toList()));
    World.train(engine, "tiny");
    long trained = World.active(engine).manifest().counts().interactions();
    ErasureId fresh = engine.erasures().retry(pairs, BOSS, true).id();
    restart(ErasurePolicy.open(), FaultPlan.none());
    assertEquals(trained, World.active(engine).manifest().counts().interactions());
    assertEquals(ErasureState.COMPLETED, now(fresh).state());
  }

  @Test
  void retry_notFailedOrNotOnesOwn_refused() {
    ErasureId fresh = engine.erasures().retry(failed, BOSS, true).id();
    refused(ErrorKind.ERASURE_NOT_FAILED, fresh, BOSS, true);
    refused(ErrorKind.PERMISSION_DENIED, failed, "anybody", false);
    now(fresh);
    refused(ErrorKind.ERASURE_NOT_FAILED, fresh, BOSS, true);
    refused(ErrorKind.ERASURE_NOT_FOUND, new ErasureId(new java.util.UUID(9, 9)), BOSS, true);
  }

  private void refused(ErrorKind kind, ErasureId id, String principal, boolean approver) {
    LetheException refusal = assertThrows(
        LetheException.class, () -> engine.erasures().retry(id, principal, approver));
    assertEquals(kind, refusal.kind());
  }
}
