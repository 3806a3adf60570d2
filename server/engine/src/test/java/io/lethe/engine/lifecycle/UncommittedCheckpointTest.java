package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints of trainings that ended between the writing and the commit: no version has them, and they
 * know everybody.
 */
class UncommittedCheckpointTest {

  private final World world = new World();
  private Engine engine = started(FaultPlan.none());

  private Engine started(FaultPlan faults) {
    Engine fresh = world.engine(faults);
    fresh.start();
    return fresh;
  }

  private void restart(FaultPlan faults) {
    engine.close();
    engine = started(faults);
  }

  private static FaultPlan refusing() {
    return FaultPlan.none().meanwhile(Failpoint.VERSION_BEFORE_COMMIT, () -> {
      throw new LetheException(ErrorKind.STORAGE_FAILED, "no commit");
    });
  }

  private List<Long> stored() {
    return world.checkpoints.list(MODEL).stream().map(VersionId::number).toList();
  }

  private void erase() {
    ErasureId id = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  @Test
  void firstTraining_diesBeforeItsCommit_theNextStartRemovesItsCheckpoint() {
    restart(FaultPlan.at(Failpoint.VERSION_BEFORE_COMMIT, 1));
    engine.intake().add(MODEL, World.ratings(1));
    assertThrows(SimulatedCrash.class, () -> World.train(engine, "tiny"));
    assertEquals(List.of(1L), stored());
    restart(FaultPlan.none());
    assertEquals(List.of(), stored());
    erase();
  }

  @Test
  void firstTraining_isRefusedItsCommit_anErasureRemovesItsCheckpoint() {
    restart(refusing());
    engine.intake().add(MODEL, World.ratings(1));
    assertThrows(LetheException.class, () -> World.train(engine, "tiny"));
    assertEquals(List.of(1L), stored());
    erase();
    assertEquals(List.of(), stored());
  }

  @Test
  void laterTraining_isRefusedItsCommit_anErasureRemovesItsCheckpoint() {
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    restart(refusing());
    assertThrows(LetheException.class, () -> World.train(engine, "tiny"));
    assertEquals(List.of(1L, 2L), stored());
    // Its number is free for the version that the erasure makes; another failure leaves the next one.
    erase();
    assertEquals(List.of(active(engine).id().number()), stored());
  }
}
