package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.learning.LearningConfig;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.tiny.TinyCountPlugin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A model that counts interactions, and learns what comes after its training at once. */
abstract class LearningScene {

  final World world = new World();
  Engine engine = started();

  /** Trains on interactions. */
  LearningScene(InteractionColumns rows) {
    engine.intake().add(MODEL, rows);
    World.train(engine, "count");
    learn();
  }

  private Engine started() {
    EngineConfig usual = World.config();
    EngineConfig config = new EngineConfig(
        usual.drainDeadline(), 10_000, 3, usual.rebaseWithin(), usual.aliasesMax(), 3,
        usual.erasures(), usual.retraining(), new LearningConfig(true, Duration.ZERO),
        usual.effort(), usual.unlearning(), usual.pluginLimits(), List.of("count"));
    Engine started = world.engine(FaultPlan.none(), world.work, config, new TinyCountPlugin(1_000));
    started.start();
    return started;
  }

  @AfterEach
  final void close() {
    engine.close();
    world.close();
  }

  final void restart() {
    engine.close();
    engine = started();
  }

  /** Runs until nothing waits to be learned. */
  final void learn() {
    world.work.runAll();
    while (engine.learner().status(MODEL).orElseThrow().waiting() > 0) {
      world.work.awaitAndRunAll();
    }
  }
}
