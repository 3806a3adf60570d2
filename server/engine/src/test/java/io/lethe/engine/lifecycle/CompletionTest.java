package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.UnlearningConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When erasures that are live are completed, under the recommended settings. */
class CompletionTest {

  private static EngineConfig config() {
    return new EngineConfig(
        Duration.ofSeconds(20), 10_000, 3, 3,
        ErasureConfig.defaults().with(ErasurePolicy.open(), Duration.ofDays(30)),
        RetrainingConfig.of(false, Duration.ZERO), Effort.AUTO,
        UnlearningConfig.defaults().with(new UnlearningConfig.Gates(100, 100, 0, 1e9, 1, 64)));
  }

  /** Nothing but the executor runs: no timer has to fire. */
  @Test
  void firstIsCompletedAtOnce_andThoseThatComeMeanwhileTogether() {
    FaultPlan faults = FaultPlan.none();
    List<Erasure> accepted = new ArrayList<>();
    try (World world = new World();
        Engine engine = world.engine(faults, world.work, config(), TinyPlugin.differentiable())) {
      engine.start();
      engine.intake().add(MODEL, World.ratings(1));
      World.train(engine, "tiny");
      faults.meanwhile(Failpoint.PURGE_BEFORE, () -> {
        accepted.add(engine.erasures().accept(request(2, new ErasureTarget.User("user-4"))));
        accepted.add(engine.erasures().accept(request(3, new ErasureTarget.User("user-5"))));
      });
      accepted.add(engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))));
      world.work.runAll();
      for (Erasure erasure : accepted) {
        assertEquals(ErasureState.COMPLETED, engine.erasures().get(erasure.id()).state());
      }
      assertEquals(3, accepted.size());
      assertEquals(2, faults.passes(Failpoint.PURGE_BEFORE));
    }
  }
}
