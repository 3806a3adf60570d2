package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version that was trained again by itself takes over only if its lists are not worse. */
class TakeoverTest {

  /** Item k has k + 1 of the users, so that the highest numbers are the ones to recommend. */
  private static final int USERS = 40;

  private final World world = new World();
  private final ShelfPlugin plugin = new ShelfPlugin();
  private Engine engine = started(0.05);
  private int requests;

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started(double bound) {
    EngineConfig usual = World.config();
    EngineConfig config = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(),
        RetrainingConfig.of(true, 0.1, Duration.ZERO, bound, Duration.ZERO), usual.effort(),
        usual.unlearning());
    Engine started = world.engine(FaultPlan.none(), world.work, config, plugin);
    started.start();
    return started;
  }

  /** Some users' interactions with a part of the items that they have. */
  private void append(int from, int to, int part) {
    List<AppendOrder.Row> rows = IntStream.range(from, to)
        .boxed()
        .flatMap(
            user -> IntStream.range(user, USERS)
                .filter(item -> (user + item) % 3 == part)
                .mapToObj(item -> new AppendOrder.Row("user-" + user, "item-" + item, 1)))
        .toList();
    engine.intake().append(new AppendOrder(MODEL, new UUID(4, ++requests), rows, Repeats.LATEST));
    world.work.runAll();
  }

  private void train() {
    append(0, USERS, 0);
    engine.training()
        .train(
            new TrainingRequest(MODEL, ShelfPlugin.NAME, Map.of(), 5, 0, false, false),
            TrainingListener.none());
    world.work.runAll();
  }

  private List<Long> refused() {
    return world.ledger.versions(MODEL)
        .stream()
        .filter(version -> Takeover.refusalOf(version.manifest()).isPresent())
        .map(version -> version.id().number())
        .toList();
  }

  @Test
  void notWorse_takesOver_andSaysWhatWasMeasured() {
    train();
    append(0, USERS, 1);
    assertEquals(2, active(engine).id().number());
    assertEquals(List.of(), refused());
    Map<String, Double> metrics = active(engine).manifest().metrics();
    assertTrue(metrics.getOrDefault("takeover-users", 0.0) > 10, metrics::toString);
    assertTrue(metrics.getOrDefault("takeover-ndcg-at-10", 0.0) > 0.1, metrics::toString);
    assertEquals(0.05, metrics.get("takeover-bound"));
    int rows = plugin.trainings.getLast();
    int all = plugin.trainings.get(plugin.trainings.size() - 2);
    assertTrue(rows < all && rows > all * 0.8, "of its rows a part is held out of the twin");
  }

  @Test
  void worse_isKeptBesideTheOneThatAnswers_withItsReason() {
    train();
    plugin.bad = true;
    append(0, USERS, 1);
    assertEquals(1, active(engine).id().number());
    assertEquals(List.of(2L), refused());
    VersionRecord kept = world.ledger.stored(MODEL).getFirst();
    Takeover why = Takeover.refusalOf(kept.manifest()).orElseThrow();
    assertTrue(why.ndcg() < why.replaced() / 2, why::toString);
    engine.close();
    engine = started(0.05);
    assertEquals(1, active(engine).id().number(), "after a restart, too");
  }

  @Test
  void worse_itsNumbersAndThoseOfTheTwin_areWipedFromMemory() {
    train();
    plugin.bad = true;
    append(0, USERS, 1);
    assertEquals(3, plugin.learned.size());
    assertArrayEquals(new float[USERS], plugin.learned.get(1));
    assertArrayEquals(new float[USERS], plugin.learned.get(2));
    assertTrue(plugin.learned.getFirst()[0] > 0, "this one answers");
  }

  @Test
  void worse_isNotTriedAgainBeforeAsMuchIsNewAgain() {
    train();
    plugin.bad = true;
    append(0, 20, 1);
    int trainings = plugin.trainings.size();
    append(36, 37, 1);
    append(35, 36, 1);
    engine.close();
    engine = started(0.4);
    world.work.runAll();
    append(37, 38, 1);
    assertEquals(trainings, plugin.trainings.size());
    assertEquals(List.of(2L), refused());
    plugin.bad = false;
    append(0, 36, 2);
    assertEquals(3, active(engine).id().number());
    assertTrue(plugin.trainings.size() > trainings);
  }

  @Test
  void worse_maybeActivatedByAPerson_andThenStays() {
    train();
    plugin.bad = true;
    append(0, USERS, 1);
    VersionRecord kept = world.ledger.stored(MODEL).getFirst();
    var _ = engine.activation().activate(kept.id());
    world.work.runAll();
    assertEquals(2, active(engine).id().number());
    assertEquals(2, world.ledger.versions(MODEL).size());
  }

  @Test
  void worse_erasureLaterThatOnlyATrainingCanDo_destroysItWithTheOthers() {
    train();
    plugin.bad = true;
    append(0, USERS, 1);
    plugin.bad = false;
    var _ = engine.erasures()
        .accept(request(1, new ErasureTarget.User("user-3"), ErasureMethod.RETRAIN));
    world.work.runAll();
    assertEquals(3, active(engine).id().number());
    assertEquals(
        List.of(3L),
        world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList());
    assertEquals(List.of(2L), refused());
  }

  @Test
  void worse_whereEveryLossIsAllowed_takesOverAndNothingIsCompared() {
    train();
    engine.close();
    engine = started(1);
    plugin.bad = true;
    int trainings = plugin.trainings.size();
    append(0, USERS, 1);
    assertEquals(2, active(engine).id().number());
    assertEquals(trainings + 1, plugin.trainings.size());
  }

  @Test
  void askedForByAPerson_takesOverInAnyCase() {
    train();
    plugin.bad = true;
    train();
    assertTrue(active(engine).id().number() > 1);
    assertEquals(List.of(), refused());
  }

  @Test
  void verdict_lossWithinTheBoundOrWithinTheNoise_isNoRefusal() {
    assertFalse(new Takeover(0.29, 0.30, 0.001, 500, 0.05).refused());
    assertTrue(new Takeover(0.28, 0.30, 0.001, 500, 0.05).refused());
    assertFalse(new Takeover(0.28, 0.30, 0.011, 500, 0.05).refused());
    assertFalse(new Takeover(0, 0, 0, 1, 0).refused());
    assertThrows(IllegalArgumentException.class, () -> new Takeover(0.1, 0.1, 0, 0, 0.05));
  }
}
