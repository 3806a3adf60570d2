package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trainings that the clock begins. */
class RetrainingScheduleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final World world = new World();
  private Engine engine = started(HOUR);
  private int requests;

  @BeforeEach
  void train() {
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    world.work.runAll();
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started(Duration every) {
    return started(RetrainingConfig.of(true, 0, every, 1, Duration.ZERO));
  }

  /** At each full hour. */
  private Engine startedByTheClock() {
    return started(
        RetrainingConfig.of(true, 0, Duration.ZERO, 1, Duration.ZERO)
            .at(after -> Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(HOUR))));
  }

  private Engine started(RetrainingConfig retraining) {
    EngineConfig usual = World.config();
    EngineConfig config = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(), retraining, usual.effort(), usual.unlearning());
    Engine started = world
        .engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    started.start();
    return started;
  }

  private void append() {
    appendAlone();
    world.work.runAll();
  }

  private void appendAlone() {
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(5, ++requests),
                List.of(new AppendOrder.Row("new", "item-" + requests, 3)), Repeats.LATEST));
  }

  @Test
  void anInteraction_isLearnedAfterTheTime_andNotBefore() {
    append();
    world.later(HOUR.minusSeconds(1));
    append();
    assertEquals(1, active(engine).id().number());
    world.later(Duration.ofSeconds(1));
    append();
    assertEquals(2, active(engine).id().number());
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
    assertEquals(
        Map.of(
            MODEL,
            Map.of(new Retraining(Retraining.Cause.SCHEDULE, Retraining.Outcome.TOOK_OVER), 1L)),
        engine.retrainings());
    append();
    assertEquals(2, active(engine).id().number(), "the time begins anew");
  }

  @Test
  void nothingHappened_isNoReason() {
    world.later(HOUR.multipliedBy(3));
    engine.close();
    engine = started(HOUR);
    world.work.runAll();
    assertEquals(1, active(engine).id().number());
  }

  @Test
  void anErasure_isAReason_alsoAfterARestart() {
    var _ = engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    world.work.runAll();
    assertEquals(VersionOrigin.INFLUENCE_UPDATE, active(engine).manifest().origin());
    world.later(HOUR);
    engine.close();
    engine = started(HOUR);
    world.work.runAll();
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
  }

  @Test
  void theClock_trainsAtItsTimesAlone_whatHappenedBefore() {
    engine.close();
    world.later(Duration.ofMinutes(30));
    engine = startedByTheClock();
    append();
    world.later(Duration.ofMinutes(29));
    append();
    assertEquals(1, active(engine).id().number(), "its time has not come");
    world.later(Duration.ofMinutes(1));
    engine.close();
    engine = startedByTheClock();
    append();
    assertEquals(1, active(engine).id().number(), "its time passed while no server was there");
    world.later(HOUR);
    append();
    assertEquals(2, active(engine).id().number());
    assertEquals(
        Map.of(
            MODEL,
            Map.of(new Retraining(Retraining.Cause.SCHEDULE, Retraining.Outcome.TOOK_OVER), 1L)),
        engine.retrainings());
    append();
    assertEquals(2, active(engine).id().number());
  }

  /** Two trainings of the same rows: the earlier one has learned no less. */
  @Test
  void aPersonGoesBack_whatComesAfter_isNotTrained_untilThePersonGoesForward() {
    World.train(engine, "tiny");
    var _ = engine.activation().activate(new VersionId(MODEL, 1));
    append();
    world.later(HOUR);
    append();
    assertEquals(1, active(engine).id().number());
    assertTrue(engine.learner().status(MODEL).orElseThrow().refusal().isPresent());
    var _ = engine.activation().activate(new VersionId(MODEL, 2));
    append();
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
  }

  @Test
  void aPersonTrainsWhenTheTimeHasCome_whatComesAfter_waitsForTheNextTime() {
    engine.close();
    engine = startedByTheClock();
    append();
    world.later(HOUR);
    appendAlone();
    World.train(engine, "tiny");
    world.work.runAll();
    append();
    assertEquals(2, active(engine).id().number(), "its time has not come again");
    world.later(HOUR);
    append();
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
  }

  @Test
  void aTrainingBeside_doesNotPutTheTimeOff() {
    append();
    world.later(HOUR.minusMinutes(10));
    var _ = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "tiny", Map.of(), 6, TrainingRequest.VALIDATION_SHARE, true, true),
            TrainingListener.none());
    engine.close();
    engine = started(HOUR);
    world.work.runAll();
    world.later(Duration.ofMinutes(10));
    append();
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
  }

  @Test
  void theTimer_looksByItself() {
    engine.close();
    Duration soon = Duration.ofMillis(20);
    engine = started(soon);
    append();
    world.later(soon);
    world.work.awaitAndRunAll();
    assertEquals(2, active(engine).id().number());
  }
}
