package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.unlearning.UnlearningConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Attacks on unlearning that the literature knows, as far as they are requests; each is held off. */
class AttacksTest {

  private final World world = new World();
  private Engine engine = world.trained();

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void restart(EngineConfig config) {
    engine.close();
    engine = world.engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    engine.start();
  }

  private Erasure carriedOut(ErasureRequest request) {
    ErasureId id = engine.erasures().accept(request).id();
    world.work.runAll();
    return engine.erasures().get(id);
  }

  private static ErasureTarget pairs(List<Pair> pairs) {
    return new ErasureTarget.Interactions(pairs);
  }

  private static LetheException refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return error;
  }

  private static ErasureOutcome outcome(Erasure erasure) {
    return Objects.requireNonNull(erasure.progress().outcome());
  }

  /** Huang et al., "Unlearn and Burn": what was never learned is asked to be unlearned. */
  @Test
  void unlearnAndBurn_dataNeverTrainedOn_nothingChanges() {
    float[] before = parameters(engine);
    InteractionColumns rows = World.ratings(1);
    boolean[] rated = new boolean[40 * 25];
    IntStream.range(0, rows.size())
        .forEach(row -> rated[rows.users()[row] * 25 + rows.items()[row]] = true);
    List<Pair> neverSeen = IntStream.range(0, rated.length)
        .filter(cell -> !rated[cell])
        .mapToObj(cell -> new Pair("user-" + cell / 25, "item-" + cell % 25))
        .toList();
    assertEquals(600, neverSeen.size());
    refused(
        ErrorKind.INTERACTION_NOT_FOUND,
        () -> engine.erasures().accept(request(1, pairs(neverSeen))));
    LetheException second = assertThrows(
        LetheException.class, () -> engine.erasures()
            .accept(request(2, pairs(List.of(World.pair(0), neverSeen.getFirst())))));
    assertEquals(ErrorKind.INTERACTION_NOT_FOUND, second.kind());
    // For people from 1, for programs the index.
    assertEquals(
        "the model %s never saw interaction 2 of 2".formatted(World.MODEL), second.getMessage());
    assertEquals("1", second.metadata().get("index"));
    refused(
        ErrorKind.USER_NOT_FOUND,
        () -> engine.erasures().accept(request(3, new ErasureTarget.User("made-up"))));
    world.work.runAll();
    assertArrayEquals(before, parameters(engine));
    assertEquals(1, active(engine).id().number());
    assertTrue(world.ledger.tombstones(MODEL).digests().isEmpty());
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-1"));
  }

  /** Hu et al., "A Duty to Forget, a Right to be Assured": over-unlearning. */
  @Test
  void overUnlearning_bulkRequest_waitsForASecondPerson() {
    restart(World.config(ErasurePolicy.open().with(new ApprovalConfig(10_000, 0.05))));
    float[] before = parameters(engine);
    List<Pair> many = IntStream.range(0, 100).mapToObj(World::pair).toList();
    Erasure held = carriedOut(request(1, pairs(many)));
    assertEquals(ErasureState.HELD, held.state());
    assertArrayEquals(before, parameters(engine));
    refused(
        ErrorKind.APPROVER_IS_REQUESTER,
        () -> engine.erasures().approve(held.id(), ErasureRequest.OPERATOR));
    engine.erasures().cancel(held.id(), "boss", true);
    world.work.runAll();
    assertArrayEquals(before, parameters(engine));
  }

  /** The same in slices: together they are as large. */
  @Test
  void overUnlearning_manySmallRequests_waitForASecondPersonBeyondTheShareOfADay() {
    restart(
        World.config(
            ErasurePolicy.defaults()
                .with(new ApprovalConfig(10_000, 0.05))
                .with(new PrincipalLimits(1000, 0.1))));
    carriedOut(request(0, slice(0)));
    carriedOut(request(1, slice(1)));
    Erasure held = engine.erasures().accept(request(2, slice(2)));
    assertEquals(ErasureState.HELD, held.state());
    assertEquals(new Extent(10, 380), held.facts().extent());
    engine.erasures().approve(held.id(), "boss");
    Erasure next = engine.erasures().accept(request(3, slice(3)));
    assertEquals(ErasureState.HELD, next.state());
    refused(ErrorKind.SHARE_LIMITED, () -> engine.erasures().accept(request(4, slice(4))));
    restart(
        World.config(
            ErasurePolicy.defaults()
                .with(new ApprovalConfig(10_000, 0.05))
                .with(new PrincipalLimits(1000, 1))));
    assertEquals(ErasureState.HELD, engine.erasures().accept(request(5, slice(5))).state());
  }

  private static ErasureTarget slice(int number) {
    return pairs(IntStream.range(10 * number, 10 * number + 10).mapToObj(World::pair).toList());
  }

  /** Slices that nobody has to approve. */
  @Test
  void overUnlearning_manySmallRequests_endAtTheShareOfADay() {
    restart(
        World.config(
            new ErasurePolicy(
                ApprovalConfig.none(), new PrincipalLimits(1000, 0.1), Duration.ZERO,
                Duration.ofHours(1), 3)));
    int taken = 0;
    LetheException end = null;
    for (int k = 0; end == null; k++) {
      try {
        carriedOut(request(k, slice(k)));
        taken += 10;
      } catch (LetheException limited) {
        end = limited;
      }
    }
    assertEquals(ErrorKind.SHARE_LIMITED, end.kind());
    assertEquals(40, taken);
    assertEquals(360, active(engine).manifest().counts().interactions());
  }

  /** A step that would wreck the model is not taken, whoever approved it. */
  @Test
  void overUnlearning_stepBeyondTheGates_retrainedInstead() {
    restart(World.config(new UnlearningConfig.Gates(1e-9, 100, 0, 1e9, 1, 64)));
    Erasure done = carriedOut(
        request(1, pairs(IntStream.range(0, 50).mapToObj(World::pair).toList())));
    assertEquals(Assurance.RETRAINED, outcome(done).assurance());
  }

  /** Marchant, Rubinstein and Alfeld, "Hard to Forget": requests that use the residual budget up. */
  @Test
  void slowDown_manyRequestsOfOnePrincipal_accountedAndCapped() {
    restart(World.config(ErasurePolicy.open().with(new PrincipalLimits(5, 1))));
    double used = 0;
    for (int k = 0; k < 5; k++) {
      carriedOut(request(k, pairs(List.of(World.pair(k)))));
      // What was only held out for validation leaves nothing.
      double now = active(engine).manifest().metrics().getOrDefault("residual-budget-used", 0.0);
      assertTrue(now >= used, now + " after " + used);
      used = now;
    }
    assertTrue(used > 0);
    LetheException limited = refused(
        ErrorKind.RATE_LIMITED,
        () -> engine.erasures().accept(request(9, pairs(List.of(World.pair(9))))));
    assertTrue(limited.retryAfter().isPresent());
    assertEquals(6, active(engine).id().number());
  }

  /** Everybody's bad ratings of one item: without them it seems the best of all. */
  private static List<Pair> camouflageOf(String item) {
    InteractionColumns rows = World.ratings(1);
    return IntStream.range(0, rows.size())
        .filter(row -> rows.itemIds().get(rows.items()[row]).equals(item))
        .filter(row -> rows.values()[row] < 4)
        .mapToObj(row -> new Pair(rows.userIds().get(rows.users()[row]), item))
        .toList();
  }

  private double canaryRise(ErasureTarget target) {
    try (World twin = new World(world)) {
      Engine other = twin.engine(FaultPlan.none());
      other.start();
      ErasureId id = other.erasures().accept(request(1, target)).id();
      twin.work.runAll();
      double rise = Objects.requireNonNull(outcome(other.erasures().get(id)).measures().update())
          .canaryRise();
      other.close();
      return rise;
    }
  }

  /** Di et al., "Hidden Poison": what hides an item's true score is taken out again. */
  @Test
  void camouflage_anItemRisesByItsDeletions_refusedAndRetrained() {
    ErasureTarget attack = pairs(camouflageOf("item-4"));
    ErasureTarget usual = pairs(List.of(World.pair(0), World.pair(10), World.pair(20)));
    double attackRise = canaryRise(attack);
    double usualRise = canaryRise(usual);
    assertTrue(attackRise > 1.5 * usualRise, attackRise + " beside " + usualRise);
    UnlearningConfig.Gates gates = new UnlearningConfig.Gates(100, 100, 0, 1e9, 1, 64)
        .withCanaryRiseMax((attackRise + usualRise) / 2);
    restart(World.config(gates));
    Erasure harmless = carriedOut(request(1, usual));
    assertEquals(Assurance.APPROXIMATE, outcome(harmless).assurance());
    Erasure hostile = carriedOut(request(2, attack));
    assertEquals(Assurance.RETRAINED, outcome(hostile).assurance());
    ErasureMeasures.Gate refusal = outcome(hostile).measures().refusal().orElseThrow();
    assertEquals("canary-rises", refusal.name());
    assertTrue(refusal.value() > refusal.bound(), refusal.toString());
  }

  /** Chen et al., "When Machine Unlearning Jeopardizes Privacy": two versions are compared. */
  @Test
  void comparingVersions_theOldOne_neverAnswersAgain() {
    carriedOut(request(1, new ErasureTarget.User("user-3")));
    refused(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        () -> engine.activation().activate(new VersionId(MODEL, 1)));
    assertEquals(List.of(active(engine).id()), world.checkpoints.list(MODEL));
    assertEquals(2, active(engine).id().number());
    assertFalse(world.log.read(MODEL, 400).userIds().contains("user-3"));
  }

  @Test
  void comparingVersions_batchWait_noVersionDiffersByOnePersonOnly() {
    restart(World.config(ErasurePolicy.open().withBatchWait(Duration.ofHours(1))));
    ErasureId first = engine.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
    engine.erasures().accept(request(2, new ErasureTarget.User("user-5")));
    world.work.runAll();
    assertEquals(1, active(engine).id().number());
    assertEquals(ErasureState.RECEIVED, engine.erasures().get(first).state());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
  }
}
