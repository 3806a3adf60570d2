package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.items;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.check.SelfCheck;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.spi.RecommenderModel;
import io.lethe.unlearning.Effort;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin whose derivatives are wrong never gets an update certified. */
class SelfCheckTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");
  private static final ErasureTarget PAIRS = new ErasureTarget.Interactions(liked());

  private static final Set<Mutant> SHARED = EnumSet.of(Mutant.ALL_SHARED, Mutant.ITEMS_SHARED);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** Pairs of the highest value, for the family learns of no others; some of them are held out. */
  private static List<ErasureTarget.Pair> liked() {
    return IntStream.range(0, 100)
        .mapToObj(World::pair)
        .filter(pair -> (number(pair.user()) + number(pair.item())) % 2 == 0)
        .limit(6)
        .toList();
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private Engine engine(Mutant mutant) {
    Engine engine = world
        .engine(FaultPlan.none(), world.work, World.config(), new PairwisePlugin(mutant));
    engine.start();
    return engine;
  }

  private Engine trained(Mutant mutant) {
    Engine engine = engine(mutant);
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "pairwise");
    return engine;
  }

  private Erasure erased(Engine engine, long id, ErasureTarget target) {
    var erasure = engine.erasures().accept(request(id, target)).id();
    world.work.runAll();
    Erasure done = engine.erasures().get(erasure);
    assertEquals(ErasureState.COMPLETED, done.state());
    return done;
  }

  private static ErasureOutcome outcome(Erasure erasure) {
    return Objects.requireNonNull(erasure.progress().outcome());
  }

  private static Optional<String> refusal(Engine engine) {
    return SelfCheck.refusalOf(active(engine).manifest().metrics());
  }

  @Test
  void soundPlugin_passesAndForgetsByInfluence() {
    try (Engine engine = trained(Mutant.NONE)) {
      assertEquals(1, active(engine).manifest().metrics().get("self-check"));
      assertEquals(Optional.empty(), refusal(engine));
      assertEquals(Assurance.APPROXIMATE, outcome(erased(engine, 1, PAIRS)).assurance());
      assertEquals(Assurance.APPROXIMATE, outcome(erased(engine, 2, USER)).assurance());
      assertEquals(1, active(engine).manifest().metrics().get("self-check"));
    }
  }

  static Stream<Mutant> mutantsOfDerivatives() {
    Set<Mutant> mutants = EnumSet.complementOf(EnumSet.copyOf(Mutant.NOT_OF_DERIVATIVES));
    mutants.removeAll(SHARED);
    return mutants.stream();
  }

  /**
   * Derivatives of shared rows may be right; that they stay where they are is asked per removal. Steps that
   * are corrected until the model is stationary again move them, too.
   */
  @ParameterizedTest
  @EnumSource(value = Mutant.class, names = {"ALL_SHARED", "ITEMS_SHARED"})
  void rowsDeclaredShared_forgetByTrainingAnew(Mutant mutant) {
    try (Engine engine = world
        .engine(FaultPlan.none(), world.work, refining(), new PairwisePlugin(mutant))) {
      engine.start();
      engine.intake().add(MODEL, World.ratings(1));
      World.train(engine, "pairwise");
      for (ErasureTarget target : List.of(PAIRS, USER)) {
        ErasureOutcome outcome = outcome(erased(engine, target.equals(USER) ? 2 : 1, target));
        assertEquals(Assurance.RETRAINED, outcome.assurance(), () -> String.valueOf(outcome));
        assertEquals("shared-rows", outcome.measures().refusal().orElseThrow().name());
      }
      assertArrayEquals(soundlyTrainedWithout(), scores(engine));
    }
  }

  private static EngineConfig refining() {
    EngineConfig usual = World.config();
    return new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(), usual.retraining(), Effort.REFINED,
        usual.unlearning());
  }

  /** The check at training sees nothing, and the second update moves next to nothing. */
  @Test
  void productThatGoesWrongOnceRowsMoved_forgetsByTrainingAnew() {
    Mutant mutant = Mutant.PRODUCT_OF_MOVED_TIMES_1000;
    try (Engine engine = world
        .engine(FaultPlan.none(), world.work, refining(), new PairwisePlugin(mutant))) {
      engine.start();
      engine.intake().add(MODEL, World.ratings(1));
      World.train(engine, "pairwise");
      assertEquals(Optional.empty(), refusal(engine));
      ErasureOutcome first = outcome(erased(engine, 1, PAIRS));
      assertEquals(Assurance.APPROXIMATE, first.assurance());
      assertTrue(
          first.measures()
              .gates()
              .stream()
              .anyMatch(gate -> gate.name().equals("gradient-left") && gate.value() < 0.9),
          first + "");
      ErasureOutcome second = outcome(erased(engine, 2, USER));
      assertEquals(Assurance.RETRAINED, second.assurance(), second + "");
      ErasureMeasures.Gate gate = second.measures().refusal().orElseThrow();
      assertEquals("gradient-left", gate.name());
      assertEquals(1, gate.value(), 0.1);
      assertArrayEquals(soundlyTrainedWithout(), scores(engine));
    }
  }

  /** What answers afterwards is what the sound family trains on what is left. */
  @ParameterizedTest
  @MethodSource("mutantsOfDerivatives")
  void mutant_servesAndForgetsByTrainingAnewAlone(Mutant mutant) {
    try (Engine engine = trained(mutant)) {
      assertEquals(10, items(engine, "user-5").size());
      assertEquals(0, active(engine).manifest().metrics().get("self-check"));
      assertTrue(refusal(engine).orElseThrow().contains("erasures retrain this model"));
      assertNull(active(engine).content().unlearning());
      for (ErasureTarget target : List.of(PAIRS, USER)) {
        ErasureOutcome outcome = outcome(erased(engine, target.equals(USER) ? 2 : 1, target));
        assertEquals(Assurance.RETRAINED, outcome.assurance());
        assertEquals(ErasureMethod.RETRAIN, outcome.method());
        assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
        ErasureMeasures.Gate gate = outcome.measures().refusal().orElseThrow();
        assertEquals("self-check", gate.name());
      }
      assertArrayEquals(soundlyTrainedWithout(), scores(engine));
    }
  }

  private static float[] soundlyTrainedWithout() {
    try (World other = new World();
        Engine engine = other
            .engine(FaultPlan.none(), other.work, World.config(), new PairwisePlugin())) {
      engine.start();
      engine.intake().add(MODEL, World.ratings(1));
      World.train(engine, "pairwise");
      for (int k = 0; k < 2; k++) {
        engine.erasures().accept(request(k + 1, k == 0 ? PAIRS : USER, ErasureMethod.RETRAIN));
        other.work.runAll();
      }
      return scores(engine);
    }
  }

  private static float[] scores(Engine engine) {
    RecommenderModel model = active(engine).content().model();
    int[] all = IntStream.range(0, model.itemCount()).toArray();
    float[] scores = new float[model.userCount() * all.length];
    float[] row = new float[all.length];
    for (int user = 0; user < model.userCount(); user++) {
      model.score(user, all, row);
      System.arraycopy(row, 0, scores, user * all.length, all.length);
    }
    return scores;
  }

  @Test
  void failedCheck_outlivesARestart() {
    String said;
    try (Engine engine = trained(Mutant.PRODUCT_TIMES_1000)) {
      said = refusal(engine).orElseThrow();
    }
    try (Engine engine = engine(Mutant.PRODUCT_TIMES_1000)) {
      assertEquals(Optional.of(said), refusal(engine));
      assertTrue(said.contains("curvature in block"), said);
      assertEquals(Assurance.RETRAINED, outcome(erased(engine, 1, USER)).assurance());
    }
  }

  @Test
  void modelThatLoadsOtherwise_isNotPublished() {
    try (Engine engine = engine(Mutant.LOADED_ROUNDED)) {
      engine.intake().add(MODEL, World.ratings(1));
      LetheException refused = assertThrows(
          LetheException.class, () -> World.train(engine, "pairwise"));
      assertEquals(ErrorKind.VERIFICATION_FAILED, refused.kind());
      assertTrue(
          String.valueOf(refused.getMessage()).contains("saved and loaded"), refused.getMessage());
      assertTrue(engine.registry().active(MODEL).isEmpty());
      assertFalse(world.checkpoints.list(MODEL).iterator().hasNext());
    }
  }
}
