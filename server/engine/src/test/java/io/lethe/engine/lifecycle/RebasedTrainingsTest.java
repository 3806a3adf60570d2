package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.items;
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
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.purge.Lineage;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyCountPlugin;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One can go back to an earlier training after erasures: what was erased is taken out of it, too. */
class RebasedTrainingsTest {

  private final World world = new World();
  private Engine engine = started(World.config());

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started(EngineConfig config) {
    Engine started = world.engine(
        FaultPlan.none(), world.work, config, TinyPlugin.differentiable(), TinyPlugin.stiff(),
        new TinyCountPlugin(1000));
    started.start();
    return started;
  }

  private void restart(EngineConfig config) {
    engine.close();
    engine = started(config);
    world.work.runAll();
  }

  private VersionId train(String plugin, long seed) {
    if (world.log.end(MODEL) == 0) {
      engine.intake().add(MODEL, World.ratings(1));
    }
    VersionId made = engine.training()
        .train(TrainingRequest.of(MODEL, plugin, Map.of(), seed), TrainingListener.none())
        .id();
    world.work.runAll();
    return made;
  }

  private void erase(long number, ErasureTarget target) {
    ErasureId id = engine.erasures().accept(request(number, target)).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
  }

  private static ErasureTarget user(int number) {
    return new ErasureTarget.User("user-" + number);
  }

  private List<Long> stored() {
    return world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList();
  }

  private VersionRecord record(long number) {
    return world.ledger.versions(MODEL)
        .stream()
        .filter(version -> version.id().number() == number)
        .findFirst()
        .orElseThrow();
  }

  private long trainingOf(long number) {
    return Lineage.of(world.ledger.versions(MODEL))
        .trainingOf(new VersionId(MODEL, number))
        .number();
  }

  @Test
  void activate_afterAnErasure_theEarlierTrainingAnswersWithTheBitsOfForgettingFromIt() {
    train("tiny", 5);
    World other = new World(world);
    train("tiny", 6);
    erase(1, user(3));
    assertEquals(List.of(4L, 3L), stored(), "3 from the second training, 4 from the first");
    assertEquals(1, trainingOf(4));
    engine.activation().activate(new VersionId(MODEL, 4));
    world.work.runAll();
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertFalse(items(engine, "user-5").isEmpty());
    try (other; Engine alone = other.engine(FaultPlan.none())) {
      alone.start();
      alone.erasures().accept(request(1, user(3)));
      other.work.runAll();
      assertArrayEquals(parameters(alone), parameters(engine));
      assertEquals(active(alone).manifest().counts(), active(engine).manifest().counts());
    }
  }

  @Test
  void rebased_saysWhereItComesFrom_andHoldsNothingErased() {
    train("tiny", 5);
    train("tiny", 6);
    erase(1, user(3));
    VersionRecord rebased = record(4);
    assertEquals(new VersionId(MODEL, 1), rebased.manifest().parent());
    assertEquals(1, rebased.manifest().erasurePosition());
    assertFalse(rebased.digest().equals(record(1).digest()));
    assertTrue(record(1).destroyed() && record(2).destroyed());
    assertFalse(world.checkpoints.read(rebased.id()).checkpoint().ids().users().contains("user-3"));
  }

  @Test
  void manyErasures_storedStaysBounded_andEveryTrainingCanBeGoneBackTo() {
    train("tiny", 5);
    train("tiny", 6);
    train("tiny", 7);
    for (int day = 1; day <= 6; day++) {
      erase(day, user(2 * day));
      assertEquals(3, stored().size());
      assertEquals(List.of(1L, 2L, 3L), stored().stream().map(this::trainingOf).sorted().toList());
    }
    restart(World.config());
    erase(7, new ErasureTarget.Item("item-2"));
    for (long number : stored()) {
      engine.activation().activate(new VersionId(MODEL, number));
      world.work.runAll();
      for (int day = 1; day <= 6; day++) {
        assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-" + 2 * day));
      }
    }
  }

  @Test
  void newTraining_oldestTrainingGoes_notTheOneWithTheOldestNumber() {
    train("tiny", 5);
    train("tiny", 6);
    train("tiny", 7);
    erase(1, user(3));
    assertEquals(List.of(6L, 5L, 4L), stored());
    assertEquals(3, trainingOf(4));
    train("tiny", 8);
    assertEquals(List.of(2L, 3L, 7L), stored().stream().map(this::trainingOf).sorted().toList());
  }

  @Test
  void refitted_file_holdsTheFoldedFormAlone() {
    train("count", 5);
    train("count", 6);
    erase(1, user(3));
    VersionRecord rebased = record(4);
    float[] takenOff = world.checkpoints.read(rebased.id())
        .checkpoint()
        .artifact()
        .tensor("taken-off")
        .chunks()
        .getFirst();
    assertArrayEquals(new float[takenOff.length], takenOff);
  }

  @Test
  void replacedBeforeItWasFolded_isFoldedWhenItsErasureCompletes() {
    train("count", 5);
    ModelHandle call = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    world.work.runAll();
    assertEquals(ErasureState.LIVE, engine.erasures().get(id).state());
    train("count", 6);
    call.close();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(2, stored().size());
    for (long number : stored()) {
      float[] takenOff = world.checkpoints.read(new VersionId(MODEL, number))
          .checkpoint()
          .artifact()
          .tensor("taken-off")
          .chunks()
          .getFirst();
      assertArrayEquals(new float[takenOff.length], takenOff, "version " + number);
    }
  }

  @Test
  void onlyATrainingCouldForget_isDestroyedAndSaysSo() {
    train("stiff", 5);
    train("tiny", 6);
    erase(1, user(3));
    assertEquals(List.of(3L), stored());
    LetheException refused = refused(1);
    assertTrue(message(refused).contains("every other version of its training"), message(refused));
  }

  @Test
  void versionsKept_one_nothingIsRebased() {
    restart(World.config().keeping(1, Duration.ofSeconds(60)));
    train("tiny", 5);
    train("tiny", 6);
    erase(1, user(3));
    assertEquals(List.of(3L), stored());
    assertEquals(3, world.ledger.lastNumber(MODEL));
  }

  @Test
  void damagedEarlierTraining_doesNotHoldUpTheErasure() {
    train("tiny", 5);
    train("tiny", 6);
    world.checkpoints.destroy(new VersionId(MODEL, 1));
    erase(1, user(3));
    assertEquals(List.of(3L), stored());
  }

  @Test
  void activate_refused_namesTheVersionThatTookItsPlace() {
    train("tiny", 5);
    train("tiny", 6);
    ModelHandle call = engine.registry().acquire(MODEL);
    engine.erasures().accept(request(1, user(3)));
    world.work.runAll();
    assertTrue(message(refused(1)).contains("When the erasure completes"), message(refused(1)));
    call.close();
    world.work.runAll();
    assertTrue(message(refused(1)).contains("models/movies/versions/4 is of the same training"));
    assertTrue(message(refused(2)).contains("models/movies/versions/3, which answers,"));
  }

  private LetheException refused(long number) {
    LetheException refused = assertThrows(
        LetheException.class, () -> engine.activation().activate(new VersionId(MODEL, number)));
    assertEquals(ErrorKind.VERSION_HOLDS_ERASED_DATA, refused.kind());
    return refused;
  }

  private static String message(LetheException refused) {
    return String.valueOf(refused.getMessage());
  }

  @Test
  void erasureDuringATraining_earlierTrainingsSurviveIt() {
    train("tiny", 5);
    train("tiny", 6);
    ModelHandle call = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    world.work.runAll();
    train("tiny", 7);
    call.close();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(3, stored().size());
    assertEquals(1, stored().stream().filter(number -> trainingOf(number) == 1).count());
    assertEquals(1, stored().stream().filter(number -> trainingOf(number) == 2).count());
  }

  @Test
  void nextErasure_livesWhileThisOneCompletes_whatStayedStays() {
    train("tiny", 5);
    train("tiny", 6);
    ErasureId first = engine.erasures().accept(request(1, user(3))).id();
    ModelHandle before = engine.registry().acquire(MODEL);
    world.work.runAll();
    ErasureId second = engine.erasures().accept(request(2, user(5))).id();
    before.close();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(first).state());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(second).state());
    assertEquals(2, stored().size());
    stored().forEach(number -> assertEquals(2, record(number).manifest().erasurePosition()));
  }
}
