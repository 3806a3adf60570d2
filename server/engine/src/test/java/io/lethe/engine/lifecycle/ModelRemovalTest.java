package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Models are deleted for good, also where the process dies in between. */
class ModelRemovalTest {

  private final World world = new World();
  private Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private static Erasure ended(World on, Engine in, ErasureId id) {
    on.work.runAll();
    return in.erasures().get(id);
  }

  private static void assertGone(World on, Engine in) {
    assertEquals(Map.of(), in.directory().models());
    assertEquals(List.of(), on.checkpoints.list(MODEL));
    assertEquals(0, on.log.end(MODEL));
    assertEquals(List.of(), on.ledger.deletedModels());
    assertTrue(on.ledger.versions(MODEL).stream().allMatch(version -> version.destroyed()));
    assertEquals(
        List.of(DestroyedVersion.Reason.MODEL_DELETED),
        on.ledger.destroyed(MODEL, 0, Long.MAX_VALUE)
            .stream()
            .map(DestroyedVersion::reason)
            .distinct()
            .toList());
  }

  private static void refused(ErrorKind kind, Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }

  @Test
  void delete_serving_goneAndImportedAnew() {
    engine.removal().delete(MODEL);
    assertGone(world, engine);
    refused(ErrorKind.MODEL_NOT_FOUND, () -> World.recommended(engine, "user-1"));
    refused(ErrorKind.MODEL_NOT_FOUND, () -> engine.removal().delete(MODEL));
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    assertEquals(2, active(engine).id().number());
    assertFalse(World.items(engine, "user-1").isEmpty());
  }

  @Test
  void delete_neverTrained_gone() {
    ModelName books = new ModelName("books");
    engine.intake().add(books, World.ratings(2));
    engine.removal().delete(books);
    assertEquals(0, world.log.end(books));
    assertTrue(engine.directory().models().containsKey(MODEL));
  }

  @Test
  void delete_unknown_notFound() {
    refused(ErrorKind.MODEL_NOT_FOUND, () -> engine.removal().delete(new ModelName("books")));
  }

  @Test
  void delete_whatWasErased_staysOut() {
    ErasureId id = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    assertEquals(ErasureState.COMPLETED, ended(world, engine, id).state());
    engine.removal().delete(MODEL);
    engine.intake().add(MODEL, World.ratings(1));
    assertFalse(world.log.read(MODEL, world.log.end(MODEL)).userIds().contains("user-3"));
    assertTrue(engine.erasures().receipt(id).receipt().statement().length > 0);
  }

  @Test
  void delete_withAnErasureUnderWay_completedAsNotLearned() {
    ErasureId id = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    engine.removal().delete(MODEL);
    Erasure done = ended(world, engine, id);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(
        Assurance.NOT_LEARNED, Objects.requireNonNull(done.progress().outcome()).assurance());
  }

  @Test
  void delete_whileATrainingRuns_refusedAndNothingGone() {
    Engine now = engine;
    engine.training().train(TrainingRequest.of(MODEL, "tiny", Map.of(), 5), new TrainingListener() {
      @Override
      public void stage(Stage stage) {
        if (stage != Stage.READING) {
          refused(ErrorKind.CONCURRENT_CHANGE, () -> now.removal().delete(MODEL));
        }
      }

      @Override
      public void epoch(io.lethe.spi.TrainingProgress progress) {}
    });
    assertEquals(2, active(engine).id().number());
    assertEquals(400, world.log.end(MODEL));
  }

  /** A disk that refuses in between: nothing new is taken in that the next start would delete. */
  @Test
  void delete_diskRefusesHalfway_nothingIsTakenInUntilItIsEnded() {
    FaultPlan counting = FaultPlan.none();
    try (World twin = new World(world)) {
      Engine other = twin.engine(counting);
      other.start();
      int before = counting.calls().size();
      other.removal().delete(MODEL);
      int log = counting.calls().subList(before, counting.calls().size()).indexOf("log.delete");
      other.close();
      Engine refused = world.engine(FaultPlan.at(Fault.REFUSE, before + log));
      engine.close();
      engine = refused;
      refused.start();
      refused(ErrorKind.STORAGE_FAILED, () -> refused.removal().delete(MODEL));
      refused(ErrorKind.CONCURRENT_CHANGE, () -> World.train(refused, "tiny"));
      refused(ErrorKind.CONCURRENT_CHANGE, () -> refused.intake().add(MODEL, World.ratings(1)));
      refused.removal().delete(MODEL);
      assertGone(world, refused);
    }
  }

  /** At every call to a port: the model is there as before, or the next start finds it gone. */
  @Test
  void delete_processDies_thereOrGoneAfterTheNextStart() {
    FaultPlan counting = FaultPlan.none();
    try (World twin = new World(world)) {
      Engine other = twin.engine(counting);
      other.start();
      int before = counting.calls().size();
      other.removal().delete(MODEL);
      int calls = counting.calls().size();
      other.close();
      for (int k = before; k < calls; k++) {
        dieAt(Fault.CRASH_BEFORE, k);
        dieAt(Fault.CRASH_AFTER, k);
      }
    }
  }

  private void dieAt(Fault fault, int call) {
    try (World twin = new World(world)) {
      Engine dying = twin.engine(FaultPlan.at(fault, call));
      dying.start();
      assertThrows(SimulatedCrash.class, () -> dying.removal().delete(MODEL));
      dying.close();
      Engine next = twin.engine(FaultPlan.none());
      next.start();
      if (next.directory().models().isEmpty()) {
        assertGone(twin, next);
      } else {
        assertFalse(World.items(next, "user-1").isEmpty());
      }
      next.close();
    }
  }
}
