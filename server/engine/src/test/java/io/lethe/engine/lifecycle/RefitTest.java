package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.run.ErasureConfig;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyCountPlugin;
import io.lethe.engine.tiny.TinyCounts;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Models that refit themselves: families chosen by size, the final fit, exact erasures. */
class RefitTest {

  private final World world = new World();

  private Engine started(int itemsMax, String... families) {
    return started(World.config().erasures(), itemsMax, families);
  }

  private Engine started(ErasureConfig erasures, int itemsMax, String... families) {
    EngineConfig usual = World.config();
    EngineConfig config = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(), usual.rebaseWithin(),
        usual.aliasesMax(), usual.trainAttemptsMax(), erasures, usual.retraining(),
        usual.learning(), usual.effort(), usual.unlearning(), usual.pluginLimits(),
        List.of(families));
    Engine engine = world.engine(
        FaultPlan.none(), world.work, config, new TinyCountPlugin(itemsMax),
        TinyPlugin.differentiable());
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    return engine;
  }

  private ModelVersion trained(Engine engine, boolean finalFit) {
    ModelVersion version = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "", Map.of(), 5, TrainingRequest.VALIDATION_SHARE, finalFit, false),
            TrainingListener.none());
    world.work.runAll();
    return version;
  }

  @Test
  void train_noFamilyNamed_firstThatFits() {
    try (world; Engine engine = started(1000, "absent", "count", "tiny")) {
      assertEquals("count", trained(engine, true).manifest().plugin());
    }
  }

  @Test
  void train_dataTooLargeForTheFirst_nextOne() {
    try (world; Engine engine = started(3, "count", "tiny")) {
      assertEquals("tiny", trained(engine, true).manifest().plugin());
    }
  }

  @Test
  void train_namedFamilyTooSmall_refusedInItsWords() {
    try (world; Engine engine = started(3, "count")) {
      LetheException refused = assertThrows(
          LetheException.class, () -> engine.training()
              .train(TrainingRequest.of(MODEL, "count", Map.of(), 5), TrainingListener.none()));
      assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
      assertTrue(String.valueOf(refused.getMessage()).contains("count takes 3 at most"));
    }
  }

  @Test
  void train_noneFits_saysWhyOfEach() {
    try (world; Engine engine = started(3, "absent", "count")) {
      LetheException refused = assertThrows(LetheException.class, () -> trained(engine, true));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("absent: not installed"), message);
      assertTrue(message.contains("count: "), message);
    }
  }

  @Test
  void train_finalFit_learnsFromAllRowsAndSaysWhatTheHeldOutOnesTold() {
    try (world; Engine engine = started(1000, "count")) {
      ModelVersion all = trained(engine, true);
      assertEquals(Map.of("chosen", "yes"), all.manifest().training().options());
      assertEquals(0, all.manifest().training().validationShare());
      assertEquals(all.content().data().live().size(), all.content().data().trained().size());
      double ndcg = all.manifest().metrics().getOrDefault("ndcg-at-10", 0.0);
      assertTrue(ndcg > 0 && ndcg <= 1, () -> "NDCG " + ndcg);
      assertEquals(
          ndcg, all.manifest().metrics().get("popular-ndcg-at-10"), "this family ranks by counts");
      ModelVersion part = trained(engine, false);
      assertEquals(Map.of("chosen", "no"), part.manifest().training().options());
      assertTrue(part.content().data().heldOut().size() > 0);
    }
  }

  @Test
  void erase_user_exactThenConsolidatedUnderTheSameName() {
    try (world; Engine engine = started(1000, "count")) {
      ModelVersion before = trained(engine, true);
      ErasureId id = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
      world.work.runAll();
      assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
      ErasureOutcome outcome = Objects
          .requireNonNull(engine.erasures().get(id).progress().outcome());
      assertEquals(Assurance.EXACT, outcome.assurance());
      assertEquals(ErasureEffort.REFITTED, outcome.effort());
      assertEquals(0.0, Objects.requireNonNull(outcome.measures().refit()).residual());
      ModelVersion after = active(engine);
      assertFalse(after.manifest().metrics().containsKey("ndcg-at-10"));
      TinyCounts model = assertInstanceOf(TinyCounts.class, after.content().model());
      assertTrue(model.consolidated());
      assertEquals(after.record().digest(), world.checkpoints.read(after.id()).digest());
      assertArrayEquals(
          model.learntArrays().getFirst(),
          world.checkpoints.read(after.id())
              .checkpoint()
              .artifact()
              .tensor("counted")
              .chunks()
              .getFirst());
      float[] wiped = ((TinyCounts) before.content().model()).learntArrays().getFirst();
      assertArrayEquals(new float[wiped.length], wiped);
    }
  }

  @Test
  void erase_sameUserTwice_theSecondNamesTheRefitThatTheVersionComesFrom() {
    ErasureConfig oneByOne = new ErasureConfig(
        1, 1000, 100, 1, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofDays(30));
    try (world; Engine engine = started(oneByOne, 1000, "count")) {
      trained(engine, true);
      engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
      ErasureId again = engine.erasures().accept(request(2, new ErasureTarget.User("user-3"))).id();
      world.work.runAll();
      ErasureOutcome outcome = Objects
          .requireNonNull(engine.erasures().get(again).progress().outcome());
      assertEquals(0, outcome.forgotten());
      assertEquals(ErasureEffort.REFITTED, outcome.effort());
      assertEquals(Assurance.APPROXIMATE, outcome.assurance());
    }
  }
}
