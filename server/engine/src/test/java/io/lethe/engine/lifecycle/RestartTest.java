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
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.PluginException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version is found again, whatever the ledger says of the erasures that it reflects or does not. */
class RestartTest {

  private static final ErasureTarget PAIR = new ErasureTarget.Interactions(
      List.of(pair(5), pair(6)));
  private static final ErasureTarget OTHER = new ErasureTarget.Interactions(List.of(pair(9)));

  private final World world = new World();
  private boolean failing;
  private Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started() {
    Engine next = world
        .engine(FaultPlan.none(), world.work, World.config(), TinyPlugin.differentiable(() -> {
          if (failing) {
            throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "not today");
          }
        }));
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
    failing = true;
    engine.close();
    engine = started();
    ErasureRequest request = request(1, target, ErasureMethod.RETRAIN);
    ErasureId id = engine.erasures().accept(request).id();
    world.work.runAll();
    failing = false;
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
  void start_pairsTakenBackAfterATrainingLeftThemOut_served() {
    ErasureId id = engine.erasures().accept(request(1, PAIR)).id();
    World.train(engine, "tiny");
    assertEquals(
        ErasureState.CANCELLED,
        engine.erasures().cancel(id, ErasureRequest.OPERATOR, false).state());
    world.work.runAll();
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
