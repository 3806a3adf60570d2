package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.mutants.Mutant;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.elsewhere.TrainingDue;
import io.lethe.engine.elsewhere.TrainingDue.Reason;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.receipt.ReceiptStatement;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.vectors.NamedVectors;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.Tensor;
import io.lethe.unlearning.UnlearningConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No receipt says that a model was trained without somebody whose training nobody here has seen. */
class TrainedElsewhereTest {

  private static final String DIGEST = "ab".repeat(32);
  private static final ErasureTarget USER = new ErasureTarget.User("user-3");
  /** Pairs of the highest value: the family learns of no others. */
  private static final ErasureTarget PAIRS = new ErasureTarget.Interactions(
      IntStream.range(0, 100)
          .mapToObj(World::pair)
          .filter(pair -> (number(pair.user()) + number(pair.item())) % 2 == 0)
          .limit(6)
          .toList());

  private final World world = new World();
  private final ElsewherePlugin plugin = new ElsewherePlugin(Mutant.NONE);
  /** Trainings of which it was told that they are due. */
  private final List<TrainingDue> told = new ArrayList<>();

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private void assertTold(Reason reason, long erasuresLeftOut) {
    assertEquals(List.of(new TrainingDue(MODEL, reason, erasuresLeftOut)), told);
    told.clear();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Engine engine(EngineConfig config, ElsewherePlugin with) {
    Engine engine = world.engine(FaultPlan.none(), world.work, config, with);
    engine.elsewhere().onDue(told::add);
    engine.start();
    return engine;
  }

  private Engine engine() {
    return engine(World.config(), plugin);
  }

  private ModelVersion bringIn(Engine engine, long leftOut) {
    world.inbox.lay(MODEL, DIGEST, vectors());
    return engine.training()
        .train(
            TrainingRequest.of(
                MODEL, "pairwise",
                Map.of(
                    ImportedVectors.FILE, DIGEST, ImportedVectors.LEFT_OUT,
                    String.valueOf(leftOut)),
                1),
            TrainingListener.none());
  }

  /** Of everybody in the log, and of one stranger. */
  private static NamedVectors vectors() {
    InteractionColumns rows = World.ratings(1);
    List<String> users = new ArrayList<>(rows.userIds());
    users.add("stranger");
    return new NamedVectors(
        users, rows.itemIds(), tensor("users", users.size()),
        tensor("items", rows.itemIds().size()), new float[0], new float[0]);
  }

  private static Tensor tensor(String name, int rows) {
    return new Tensor(name, rows, 1, List.of(new float[rows]));
  }

  private Engine brought() {
    Engine engine = engine();
    engine.intake().add(MODEL, World.ratings(1));
    ModelVersion _ = bringIn(engine, 0);
    return engine;
  }

  private Erasure ended(Engine engine, long id, ErasureTarget target, ErasureMethod method) {
    var erasure = engine.erasures().accept(request(id, target, method)).id();
    world.work.runAll();
    return engine.erasures().get(erasure);
  }

  private static ErasureOutcome outcome(Erasure erasure) {
    return Objects.requireNonNull(erasure.progress().outcome());
  }

  @Test
  void import_takesRowsOfTheLogAlone_andLeavesNothingWaiting() {
    try (Engine engine = brought()) {
      ModelVersion version = active(engine);
      assertEquals(World.ratings(1).userIds().size(), plugin.usersBrought());
      assertEquals(1.0, version.manifest().metrics().get("users-left-out"));
      assertTrue(VersionMetrics.isTrainedElsewhere(version.manifest()));
      assertEquals(0, version.manifest().training().validationShare());
      assertEquals(0, world.inbox.size());
    }
  }

  @Test
  void erasure_byInfluence_isApproximate_andSaysWhatItDoesNotCover() {
    try (Engine engine = brought()) {
      Erasure done = ended(engine, 1, USER, ErasureMethod.AUTO);
      assertEquals(ErasureState.COMPLETED, done.state());
      ErasureOutcome outcome = outcome(done);
      assertEquals(Assurance.APPROXIMATE, outcome.assurance());
      assertTrue(outcome.trainedElsewhere());
      assertTrue(
          ReceiptStatement.Scopes.completed(outcome)
              .uncovered()
              .stream()
              .anyMatch(scope -> scope.contains("outside this server")));
      assertTrue(VersionMetrics.isTrainedElsewhere(active(engine).manifest()));
      assertEquals(1, plugin.trainings.get());
    }
  }

  @Test
  void erasure_thatWantsATraining_fails_staysContained_andNothingIsTrained() {
    try (Engine engine = brought()) {
      Erasure failed = ended(engine, 1, USER, ErasureMethod.RETRAIN);
      assertEquals(ErasureState.FAILED, failed.state());
      assertEquals(
          ErrorKind.RETRAINING_ELSEWHERE,
          Objects.requireNonNull(failed.progress().failure()).kind());
      assertEquals(1, plugin.trainings.get());
      assertEquals(VersionOrigin.TRAINING, active(engine).manifest().origin());
      assertFalse(
          World.recommended(engine, "user-3") instanceof UserOutcome.Recommended, "contained");
      assertTold(Reason.ERASURE_FAILED, 1);
    }
  }

  /** Of an importer that died before its call: they know everybody. */
  @Test
  void vectorsThatWait_areGoneWhenAnErasureOfTheirModelCompletes_othersStay() {
    try (Engine engine = brought()) {
      world.inbox.lay(MODEL, DIGEST, vectors());
      world.inbox.lay(new ModelName("other"), DIGEST, vectors());
      assertEquals(ErasureState.COMPLETED, ended(engine, 1, USER, ErasureMethod.AUTO).state());
      assertEquals(1, world.inbox.size());
    }
  }

  /** Gates that nothing passes: every update is refused. */
  @Test
  void refusedUpdate_fails_namingTheGate() {
    EngineConfig strict = World.config(new UnlearningConfig.Gates(1e-12, 100, 0, 1e9, 1, 64));
    try (Engine engine = engine(strict, plugin)) {
      engine.intake().add(MODEL, World.ratings(1));
      ModelVersion _ = bringIn(engine, 0);
      Erasure failed = ended(engine, 1, PAIRS, ErasureMethod.AUTO);
      assertEquals(ErasureState.FAILED, failed.state());
      assertEquals(
          ErrorKind.RETRAINING_ELSEWHERE,
          Objects.requireNonNull(failed.progress().failure()).kind());
      assertTrue(
          Objects.requireNonNull(failed.progress().failure()).message().contains("step-too-large"));
      assertEquals(1, plugin.trainings.get());
    }
  }

  @Test
  void vectorsThatMayHoldWhatWasErased_areRefused_othersAreNoOnesTrainingButTheirs() {
    try (Engine engine = brought()) {
      Erasure failed = ended(engine, 1, USER, ErasureMethod.RETRAIN);
      long rowsOfUser = rowsOfUserInLog();
      LetheException old = assertThrows(LetheException.class, () -> bringIn(engine, 0));
      assertEquals(ErrorKind.OPTION_INVALID, old.kind());
      assertTrue(String.valueOf(old.getMessage()).contains("up to position 1"), old::toString);
      assertEquals(0, world.inbox.size());
      ModelVersion fresh = bringIn(engine, 1);
      assertEquals(1, fresh.erasurePosition());
      var retried = engine.erasures().retry(failed.id(), "operator", true).id();
      world.work.runAll();
      ErasureOutcome outcome = outcome(engine.erasures().get(retried));
      assertEquals(Assurance.TRAINED_ELSEWHERE, outcome.assurance());
      assertEquals(rowsOfUser, outcome.forgotten(), "the failed one left them in the log");
      assertEquals(0, outcome.notLearned());
      assertEquals(ErasureMethod.AUTO, outcome.method());
      assertEquals(null, outcome.effort());
      assertTrue(
          ReceiptStatement.Scopes.completed(outcome)
              .uncovered()
              .stream()
              .anyMatch(scope -> scope.contains("did not see that training")));
    }
  }

  private long rowsOfUserInLog() {
    InteractionColumns rows = world.log.read(MODEL, world.log.end(MODEL));
    return Arrays.stream(rows.users())
        .filter(user -> rows.userIds().get(user).equals("user-3"))
        .count();
  }

  /** What came after the import: whether the training elsewhere read it nobody here knows. */
  @Test
  void interactionsOfTheLogAlone_areNotCertifiedAsNeverLearned() {
    try (Engine engine = brought()) {
      engine.intake()
          .add(
              MODEL,
              new InteractionColumns(
                  List.of("newcomer"), List.of(World.pair(0).item()), new int[1], new int[1],
                  new float[]{5}));
      Erasure done = ended(engine, 1, new ErasureTarget.User("newcomer"), ErasureMethod.AUTO);
      assertEquals(ErasureState.COMPLETED, done.state());
      assertEquals(Assurance.TRAINED_ELSEWHERE, outcome(done).assurance());
      assertEquals(1, outcome(done).notLearned());
    }
  }

  @Test
  void wrongDerivatives_doNotComeIn_asTheModelCouldNeverForget() {
    ElsewherePlugin wrong = new ElsewherePlugin(Mutant.PRODUCT_TIMES_1000);
    try (Engine engine = engine(World.config(), wrong)) {
      engine.intake().add(MODEL, World.ratings(1));
      LetheException refused = assertThrows(LetheException.class, () -> bringIn(engine, 0));
      assertEquals(ErrorKind.VERIFICATION_FAILED, refused.kind());
      assertEquals(Optional.empty(), engine.registry().active(MODEL));
      assertEquals(0, world.inbox.size());
    }
  }

  @Test
  void schedule_thatIsDue_trainsNothing() {
    EngineConfig usual = World.config();
    EngineConfig due = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(), RetrainingConfig.of(true, Duration.ZERO),
        usual.effort(), usual.unlearning().withResidualBudget(1e-9));
    try (Engine engine = engine(due, plugin)) {
      engine.intake().add(MODEL, World.ratings(1));
      ModelVersion _ = bringIn(engine, 0);
      Erasure done = ended(engine, 1, PAIRS, ErasureMethod.AUTO);
      assertEquals(Assurance.APPROXIMATE, outcome(done).assurance());
      assertTrue(
          Objects.requireNonNull(outcome(done).measures().update()).residue().budgetUsed() > 1);
      assertEquals(1, plugin.trainings.get());
      assertEquals(Map.of(), engine.retrainings());
      assertTold(Reason.RESIDUAL_BUDGET, 1);
      assertEquals(ErasureState.COMPLETED, ended(engine, 2, USER, ErasureMethod.AUTO).state());
      assertEquals(List.of(), told, "of the same vectors once");
      assertFalse(engine.retrainingFailures().containsKey(MODEL));
    }
  }

  @Test
  void everythingOutlivesARestart() {
    try (Engine engine = brought()) {
      assertEquals(
          Assurance.APPROXIMATE, outcome(ended(engine, 1, USER, ErasureMethod.AUTO)).assurance());
    }
    try (Engine engine = engine()) {
      assertTrue(VersionMetrics.isTrainedElsewhere(active(engine).manifest()));
      assertEquals(List.of(), told);
      Erasure failed = ended(engine, 2, new ErasureTarget.User("user-4"), ErasureMethod.RETRAIN);
      assertEquals(ErasureState.FAILED, failed.state());
      assertTold(Reason.ERASURE_FAILED, 2);
    }
    try (Engine engine = engine()) {
      assertTold(Reason.ERASURE_FAILED, 2);
      ModelVersion _ = bringIn(engine, 2);
    }
    try (Engine _ = engine()) {
      assertEquals(List.of(), told, "the vectors have come");
    }
  }
}
