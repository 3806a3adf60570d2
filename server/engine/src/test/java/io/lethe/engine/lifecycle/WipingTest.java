package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbers of a version that is gone are gone from memory too, and nobody else's. */
class WipingTest {

  private final World world = new World();
  private final Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private static TinyModel model(Engine engine) {
    return (TinyModel) active(engine).content().model();
  }

  @Test
  void erase_userCompleted_oldParametersAreZeroAndNewOnesAsAfterARestart() {
    TinyModel before = model(engine);
    engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    world.work.runAll();
    assertEquals(0, world.ledger.open(MODEL).size());
    float[] after = parameters(engine);
    assertTrue(after.length > 0);
    assertArrayEquals(new float[before.parameters().length], before.parameters());
    byte[] signs = before.learntBytes().getFirst();
    assertArrayEquals(new byte[signs.length], signs);
    assertTrue(model(engine).learntBytes().getFirst()[0] != 0, "the active version's stay");
    try (Engine next = world.engine(FaultPlan.none())) {
      next.start();
      assertArrayEquals(parameters(next), after);
    }
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-4"));
  }

  @Test
  void wipe_versionStillAnswersACall_staysUntilThatEnds() {
    TinyModel before = model(engine);
    float[] parameters = before.parameters();
    ModelHandle call = engine.registry().acquire(MODEL);
    engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    world.work.runAll();
    engine.registry().wipeRetired(MODEL);
    assertArrayEquals(parameters, before.parameters());
    assertTrue(before.learntBytes().getFirst()[0] != 0);
    call.close();
    world.work.runAll();
    assertArrayEquals(new float[parameters.length], before.parameters());
  }

  @Test
  void wipe_sharedWithTheActiveVersion_stays() {
    float[] parameters = parameters(engine);
    var first = active(engine);
    World.train(engine, "tiny");
    world.work.runAll();
    engine.activation().activate(first.id());
    world.work.runAll();
    assertArrayEquals(parameters, parameters(engine));
    assertTrue(model(engine).learntBytes().getFirst()[0] != 0);
  }
}
