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
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While everything is copied, erasures are unlearned, and nothing is removed. */
class CopyTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");

  private final World world = new World();
  private final Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private boolean logHolds(String user) {
    return world.log.read(MODEL, world.log.end(MODEL)).userIds().contains(user);
  }

  @Test
  void erase_whileCopied_isLiveAtOnceAndCompletedAfterwards() {
    world.checkpoints.copying(true);
    ErasureId id = engine.erasures().accept(request(1, USER)).id();
    world.work.runAll();
    assertEquals(ErasureState.LIVE, engine.erasures().get(id).state());
    assertEquals(2, active(engine).id().number());
    assertEquals(2, world.checkpoints.list(MODEL).size());
    assertTrue(logHolds("user-3"));
    assertTrue(engine.erasures().failures().isEmpty(), "it waits, and nothing has failed");

    world.checkpoints.copying(false);
    engine.erasures().wake(MODEL);
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(1, world.checkpoints.list(MODEL).size());
    assertFalse(logHolds("user-3"));
  }

  @Test
  void deleteModel_whileCopied_isRefusedAndChangesNothing() {
    world.checkpoints.copying(true);
    LetheException refusal = assertThrows(
        LetheException.class, () -> engine.removal().delete(MODEL));
    assertEquals(ErrorKind.CONCURRENT_CHANGE, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).contains("backup"), refusal.getMessage());
    assertEquals(1, active(engine).id().number());
    assertFalse(World.items(engine, "user-1").isEmpty());
  }

  @Test
  void train_whileCopied_keepsEveryVersion() {
    world.checkpoints.copying(true);
    for (int version = 2; version <= 5; version++) {
      World.train(engine, "tiny");
      world.work.runAll();
    }
    assertEquals(5, world.checkpoints.list(MODEL).size());
    world.checkpoints.copying(false);
    World.train(engine, "tiny");
    world.work.runAll();
    assertEquals(3, world.checkpoints.list(MODEL).size());
  }

  @Test
  void unlearned_countsRowsThatTheTrainingDidNotRead() {
    assertEquals(OptionalLong.of(0), engine.directory().unlearned(MODEL));
    ModelName books = new ModelName("books");
    long rows = engine.intake().add(books, World.ratings(2)).added();
    assertEquals(OptionalLong.of(rows), engine.directory().unlearned(books));
    long more = engine.intake().add(MODEL, World.ratings(9)).added();
    assertTrue(engine.directory().unlearned(MODEL).orElse(0) >= more && more > 0);
    World.train(engine, "tiny");
    assertEquals(OptionalLong.of(0), engine.directory().unlearned(MODEL));
  }
}
