package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.subject.ErasureTarget;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;

/** A trained model, and one that is asked to forget. */
abstract class ErasureScene {

  static final ErasureTarget USER = new ErasureTarget.User("user-3");

  final World world = new World();
  final Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  ErasureId accept(long id, ErasureTarget target) {
    return engine.erasures().accept(request(id, target)).id();
  }

  Erasure carriedOut(ErasureId id) {
    world.work.runAll();
    return engine.erasures().get(id);
  }

  static ErasureOutcome outcome(Erasure erasure) {
    return Objects.requireNonNull(erasure.progress().outcome());
  }

  static LetheException refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return error;
  }
}
