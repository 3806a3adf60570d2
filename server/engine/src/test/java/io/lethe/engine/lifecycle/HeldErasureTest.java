package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Erasures that wait for a second person, and erasures that are taken back. */
class HeldErasureTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");
  private static final String BOSS = "boss";

  private final World world = new World();
  private Engine engine = restarted(world.trained());

  /** What names more than a few interactions in a day waits for a second person. */
  private Engine restarted(Engine before) {
    before.close();
    Engine next = world.engine(
        FaultPlan.none(), world.work,
        World.config(ErasurePolicy.defaults().with(new ApprovalConfig(3, 1))),
        TinyPlugin.differentiable());
    next.start();
    return next;
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Erasure accept(long id, ErasureTarget target) {
    return engine.erasures().accept(request(id, target));
  }

  private Erasure now(ErasureId id) {
    world.work.runAll();
    return engine.erasures().get(id);
  }

  private static ErasureTarget pair(int n) {
    return new ErasureTarget.Interactions(List.of(World.pair(n)));
  }

  @Test
  void accept_large_heldAndContained() {
    Erasure held = accept(1, USER);
    assertEquals(ErasureState.HELD, held.state());
    assertEquals(0, held.facts().position());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.HELD, now(held.id()).state());
    assertEquals(1, active(engine).id().number());
    assertEquals(ErasureState.RECEIVED, accept(2, pair(0)).state());
  }

  @Test
  void accept_heldAndOthersGoLive_stillContained() {
    ErasureId held = accept(1, USER).id();
    Erasure other = accept(2, pair(0));
    assertEquals(ErasureState.COMPLETED, now(other.id()).state());
    assertEquals(1, active(engine).erasurePosition());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.HELD, now(held).state());
  }

  @Test
  void approve_bySomebodyElse_carriedOut() {
    ErasureId held = accept(1, USER).id();
    now(accept(2, pair(0)).id());
    Erasure approved = engine.erasures().approve(held, BOSS);
    assertEquals(ErasureState.RECEIVED, approved.state());
    assertEquals(2, approved.facts().position());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    Erasure done = now(held);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(BOSS, done.facts().approver());
    assertTrue(done.progress().phases().stream().anyMatch(phase -> phase.name().equals("hold")));
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertEquals(done, engine.erasures().approve(held, BOSS));
    assertEquals(3, active(engine).id().number());
  }

  @Test
  void approve_byTheRequester_refusedAndStillHeld() {
    ErasureId held = accept(1, USER).id();
    refused(
        ErrorKind.APPROVER_IS_REQUESTER,
        () -> engine.erasures().approve(held, ErasureRequest.OPERATOR));
    assertEquals(ErasureState.HELD, now(held).state());
  }

  @Test
  void restart_held_containedAndApprovable() {
    ErasureId held = accept(1, USER).id();
    engine = restarted(engine);
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(ErasureState.HELD, now(held).state());
    engine.erasures().approve(held, BOSS);
    assertEquals(ErasureState.COMPLETED, now(held).state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }

  @Test
  void restart_approvedBeforeSolving_carriedOut() {
    ErasureId held = accept(1, USER).id();
    accept(2, pair(0));
    engine.erasures().approve(held, BOSS);
    engine = restarted(engine);
    assertEquals(ErasureState.COMPLETED, now(held).state());
    assertEquals(2, active(engine).erasurePosition());
  }

  @Test
  void train_whileHeld_keepsItContainedAndApprovalStillEnds() {
    ErasureId held = accept(1, USER).id();
    World.train(engine, "tiny");
    assertEquals(400, active(engine).manifest().counts().interactions());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    engine.erasures().approve(held, BOSS);
    assertEquals(ErasureState.COMPLETED, now(held).state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }

  @Test
  void cancel_heldAfterATrainingAndARebase_servedAgainAndAfterARestart() {
    ErasureId first = accept(1, USER).id();
    ErasureId second = accept(
        2, new ErasureTarget.Interactions(IntStream.range(1, 5).mapToObj(World::pair).toList()))
        .id();
    World.train(engine, "tiny");
    engine.training().rebase(new VersionId(MODEL, 1));
    assertEquals(3, active(engine).id().number());
    for (ErasureId held : List.of(first, second)) {
      engine.erasures().cancel(held, ErasureRequest.OPERATOR, false);
    }
    assertFalse(World.items(engine, "user-3").isEmpty());
    engine = restarted(engine);
    assertFalse(World.items(engine, "user-3").isEmpty());
    assertEquals(400, active(engine).manifest().counts().interactions());
  }

  @Test
  void cancel_receivedAndLeftOutOfARebase_refused() {
    Erasure waiting = accept(1, pair(0));
    engine.training().rebase(new VersionId(MODEL, 1));
    refused(
        ErrorKind.ERASURE_NOT_CANCELLABLE,
        () -> engine.erasures().cancel(waiting.id(), ErasureRequest.OPERATOR, false));
    assertEquals(ErasureState.COMPLETED, now(waiting.id()).state());
  }

  @Test
  void cancel_held_servedAgainAsBefore() {
    List<String> before = World.items(engine, "user-3");
    ErasureId held = accept(1, USER).id();
    Erasure cancelled = engine.erasures().cancel(held, ErasureRequest.OPERATOR, false);
    assertEquals(ErasureState.CANCELLED, cancelled.state());
    assertEquals(before, World.items(engine, "user-3"));
    assertEquals(cancelled, now(held));
    assertEquals(cancelled, accept(1, USER));
    assertEquals(List.of(), world.ledger.open(MODEL));
    assertTrue(world.ledger.tombstones(MODEL).digests().isEmpty());
    engine = restarted(engine);
    assertEquals(before, World.items(engine, "user-3"));
    assertEquals(ErasureState.CANCELLED, now(held).state());
  }

  @Test
  void cancel_receivedBetweenOthers_othersCarriedOut() {
    Erasure first = accept(1, pair(0));
    Erasure second = accept(2, pair(1));
    Erasure third = accept(3, pair(2));
    engine.erasures().cancel(second.id(), "anybody", true);
    assertEquals(ErasureState.COMPLETED, now(first.id()).state());
    assertEquals(ErasureState.COMPLETED, now(third.id()).state());
    assertEquals(ErasureState.CANCELLED, now(second.id()).state());
    assertEquals(398, active(engine).manifest().counts().interactions());
    assertEquals(3, active(engine).erasurePosition());
    assertEquals(2, active(engine).id().number());
  }

  @Test
  void cancel_whileATrainingRuns_staysInWhatItMakes() {
    Erasure late = accept(1, pair(1));
    engine.erasures().cancel(late.id(), ErasureRequest.OPERATOR, false);
    World.train(engine, "tiny");
    assertEquals(400, active(engine).manifest().counts().interactions());
  }

  @Test
  void cancel_completed_refused() {
    Erasure done = accept(1, pair(0));
    now(done.id());
    LetheException error = refused(
        ErrorKind.ERASURE_NOT_CANCELLABLE,
        () -> engine.erasures().cancel(done.id(), ErasureRequest.OPERATOR, false));
    assertEquals("COMPLETED", error.metadata().get("state"));
  }

  @Test
  void cancel_bySomebodyElseWithoutTheRole_refused() {
    ErasureId held = accept(1, USER).id();
    refused(ErrorKind.PERMISSION_DENIED, () -> engine.erasures().cancel(held, "somebody", false));
    assertEquals(ErasureState.HELD, now(held).state());
    assertEquals(ErasureState.CANCELLED, engine.erasures().cancel(held, "somebody", true).state());
  }

  @Test
  void watch_heldThenApproved_everyStateInOrder() {
    ErasureId held = accept(1, USER).id();
    List<ErasureState> states = new ArrayList<>();
    try (var _ = engine.erasures().watch(held, erasure -> states.add(erasure.state()))) {
      engine.erasures().approve(held, BOSS);
      world.work.runAll();
    }
    assertEquals(ErasureState.HELD, states.getFirst());
    assertEquals(ErasureState.RECEIVED, states.get(1));
    assertEquals(ErasureState.COMPLETED, states.getLast());
  }

  private static LetheException refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return error;
  }
}
