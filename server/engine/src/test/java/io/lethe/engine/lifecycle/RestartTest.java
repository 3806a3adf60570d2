package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.PluginException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version is found again, whatever the ledger says of the erasures that it reflects or does not. */
class RestartTest {

  private static final ErasureTarget PAIR = new ErasureTarget.Interactions(
      List.of(pair(5), pair(6)));
  private static final ErasureTarget OTHER = new ErasureTarget.Interactions(List.of(pair(9)));

  private final World world = new World();
  private Runnable beforeEpoch = () -> {};
  private EngineConfig config = World.config();
  private Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started() {
    Engine next = world.engine(
        FaultPlan.none(), world.work, config, TinyPlugin.differentiable(() -> beforeEpoch.run()));
    next.start();
    return next;
  }

  private void assertSameAfterRestart() {
    float[] before = parameters(engine);
    engine.close();
    engine = started();
    assertArrayEquals(before, parameters(engine));
  }

  private ErasureId failed(ErasureTarget target) {
    beforeEpoch = () -> {
      throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "not today");
    };
    engine.close();
    engine = started();
    ErasureRequest request = request(1, target, ErasureMethod.RETRAIN);
    ErasureId id = engine.erasures().accept(request).id();
    world.work.runAll();
    beforeEpoch = () -> {};
    assertEquals(ErasureState.FAILED, engine.erasures().get(id).state());
    return id;
  }

  @Test
  void start_pairsLeftOutByATrainingAndNotYetCarriedOut_served() {
    ErasureId id = engine.erasures().accept(request(1, PAIR)).id();
    World.train(engine, "tiny");
    assertEquals(1, active(engine).erasurePosition());
    assertEquals(ErasureState.RECEIVED, engine.erasures().get(id).state());
    assertSameAfterRestart();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
  }

  @Test
  void start_failedPairsLeftOutByALaterTraining_served() {
    failed(PAIR);
    World.train(engine, "tiny");
    assertSameAfterRestart();
  }

  @Test
  void start_failedPairsInWhatALaterErasureMade_served() {
    failed(PAIR);
    ErasureId id = engine.erasures().accept(request(2, new ErasureTarget.User("user-5"))).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertSameAfterRestart();
    World.train(engine, "tiny");
    engine.erasures().accept(request(3, OTHER));
    assertSameAfterRestart();
  }

  @Test
  void start_acceptedBefore_keepsSinceWhenItWasContained() {
    for (boolean held : new boolean[]{false, true}) {
      config = held
          ? World.config(ErasurePolicy.defaults().with(new ApprovalConfig(0, 1)))
          : config;
      engine.close();
      engine = started();
      Erasure accepted = engine.erasures()
          .accept(request(held ? 2 : 1, new ErasureTarget.User(held ? "user-6" : "user-5")));
      Instant contained = accepted.progress().milestones().contained();
      engine.close();
      world.later(Duration.ofMinutes(30));
      engine = started();
      if (held) {
        engine.erasures().approve(accepted.id(), "another");
      }
      world.work.runAll();
      Erasure done = engine.erasures().get(accepted.id());
      assertEquals(ErasureState.COMPLETED, done.state());
      assertEquals(contained, done.progress().milestones().contained());
    }
  }

  @Test
  void start_checkpointOfErasuresThatTheLedgerDoesNotKnow_refusedAndKept() {
    VersionId next = new VersionId(MODEL, active(engine).id().number() + 1);
    Checkpoint now = world.checkpoints.read(active(engine).id()).checkpoint();
    VersionManifest was = now.manifest();
    for (long position : new long[]{0, 1}) {
      VersionManifest manifest = new VersionManifest(
          next, was.id(), was.origin(), was.createTime(), was.plugin(), was.pluginVersion(),
          was.pluginDigest(), was.training(), was.counts(), position, was.metrics());
      world.checkpoints.write(
          new Checkpoint(manifest, now.artifact(), now.ids(), now.unlearningState(), null, null));
      engine.close();
      if (position == 0) {
        engine = started();
        assertEquals(List.of(was.id()), world.checkpoints.list(MODEL), "an orphan like any other");
      } else {
        LetheException refused = assertThrows(LetheException.class, this::started);
        assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
        assertEquals(List.of(was.id(), next), world.checkpoints.list(MODEL));
      }
    }
  }

  @Test
  void cancel_pairsThatATrainingLeftOut_refused() {
    ErasureId id = engine.erasures().accept(request(1, PAIR)).id();
    World.train(engine, "tiny");
    LetheException refused = assertThrows(
        LetheException.class, () -> engine.erasures().cancel(id, ErasureRequest.OPERATOR, false));
    assertEquals(ErrorKind.ERASURE_NOT_CANCELLABLE, refused.kind());
    assertSameAfterRestart();
  }

  @Test
  void cancel_whileATrainingLeavesItOut_refused() {
    ErasureId id = engine.erasures().accept(request(1, PAIR)).id();
    List<ErrorKind> refusals = new ArrayList<>();
    beforeEpoch = () -> {
      beforeEpoch = () -> {};
      try {
        engine.erasures().cancel(id, ErasureRequest.OPERATOR, false);
      } catch (LetheException refused) {
        refusals.add(refused.kind());
      }
    };
    engine.close();
    engine = started();
    World.train(engine, "tiny");
    assertEquals(List.of(ErrorKind.ERASURE_NOT_CANCELLABLE), refusals);
    assertSameAfterRestart();
  }

  @Test
  void start_heldPairsKeptByATraining_served() {
    config = World.config(ErasurePolicy.defaults().with(new ApprovalConfig(1, 1)));
    engine.close();
    engine = started();
    ErasureId id = engine.erasures().accept(request(1, PAIR)).id();
    assertEquals(ErasureState.HELD, engine.erasures().get(id).state());
    assertSameAfterRestart();
    World.train(engine, "tiny");
    assertSameAfterRestart();
    // Approved, and dead before it was begun: the version has it still.
    engine.erasures().approve(id, "somebody else");
    assertSameAfterRestart();
  }

  @Test
  void train_everyRowErased_saysThatNothingIsLeft() {
    for (int user = 0; user < 40; user++) {
      engine.erasures().accept(request(user, new ErasureTarget.User("user-" + user)));
    }
    LetheException refused = assertThrows(LetheException.class, () -> World.train(engine, "tiny"));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertEquals(400, world.log.end(MODEL));
  }
}
