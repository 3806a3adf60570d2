package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Erasures from models of which no version answers: never trained, or impossible to load. */
class UnservedErasureTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");

  private final World world = new World();
  private Engine engine = imported();

  private Engine imported() {
    Engine fresh = world.engine(FaultPlan.none());
    fresh.start();
    fresh.intake().add(MODEL, World.ratings(1));
    return fresh;
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void restart() {
    engine.close();
    engine = world.engine(FaultPlan.none());
    engine.start();
  }

  private Erasure ended(ErasureId id) {
    world.work.runAll();
    return engine.erasures().get(id);
  }

  private List<String> usersInLog() {
    InteractionColumns rows = world.log.read(MODEL, world.log.end(MODEL));
    return rows.userIds();
  }

  private static void assertNotLearned(Erasure done, long forgotten) {
    assertEquals(ErasureState.COMPLETED, done.state());
    ErasureOutcome outcome = Objects.requireNonNull(done.progress().outcome());
    assertEquals(Assurance.NOT_LEARNED, outcome.assurance());
    assertEquals(forgotten, outcome.forgotten());
    assertNull(outcome.unlearned());
    assertTrue(done.receipt() != null);
  }

  @Test
  void accept_neverTrained_goneFromTheLogAndFromLaterTrainings() {
    long rows = world.trainedRowsOf("user-3");
    Erasure accepted = engine.erasures().accept(request(1, USER));
    assertEquals(rows, accepted.facts().extent().interactions());
    assertNotLearned(ended(accepted.id()), rows);
    assertFalse(usersInLog().contains("user-3"));
    engine.intake().add(MODEL, World.ratings(1));
    assertFalse(usersInLog().contains("user-3"));
    World.train(engine, "tiny");
    assertEquals(400 - rows, active(engine).manifest().counts().interactions());
    assertEquals(1, active(engine).erasurePosition());
  }

  @Test
  void accept_neverTrainedThenKilled_takenUpByTheNextStart() {
    ErasureId id = engine.erasures().accept(request(1, USER)).id();
    restart();
    assertNotLearned(ended(id), world.trainedRowsOf("user-3"));
    assertFalse(usersInLog().contains("user-3"));
    restart();
    assertEquals(ErasureState.COMPLETED, ended(id).state());
  }

  @Test
  void accept_heldThenKilled_containedInTheFirstVersion() {
    engine.close();
    EngineConfig approving = World.config(ErasurePolicy.defaults().with(new ApprovalConfig(0, 1)));
    engine = world.engine(FaultPlan.none(), world.work, approving, TinyPlugin.differentiable());
    engine.start();
    Erasure held = engine.erasures().accept(request(1, USER));
    assertEquals(ErasureState.HELD, held.state());
    restart();
    World.train(engine, "tiny");
    assertInstanceOf(UserOutcome.Contained.class, World.recommended(engine, "user-3"));
    engine.erasures().approve(held.id(), "boss");
    assertEquals(ErasureState.COMPLETED, ended(held.id()).state());
  }

  @Test
  void accept_whileTheFirstTrainingRuns_unlearnedFromItsVersion() {
    Engine now = engine;
    ErasureId[] id = new ErasureId[1];
    now.training().train(TrainingRequest.of(MODEL, "tiny", Map.of(), 5), new TrainingListener() {
      @Override
      public void stage(Stage stage) {
        if (stage == Stage.TRAINING) {
          id[0] = now.erasures().accept(request(1, USER)).id();
          world.work.runAll();
          assertEquals(ErasureState.RECEIVED, now.erasures().get(id[0]).state());
        }
      }

      @Override
      public void chosen(String plugin) {}

      @Override
      public void epoch(io.lethe.spi.TrainingProgress progress) {}
    });
    Erasure done = ended(id[0]);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(
        new VersionId(MODEL, 2), Objects.requireNonNull(done.progress().outcome()).unlearned());
    assertFalse(usersInLog().contains("user-3"));
  }

  @Test
  void accept_firstTrainingFails_erasedAllTheSame() {
    ErasureId id = engine.erasures().accept(request(1, USER)).id();
    assertThrows(LetheException.class, () -> World.train(engine, "no-such-plugin"));
    assertNotLearned(ended(id), world.trainedRowsOf("user-3"));
  }

  @Test
  void accept_versionThatCannotBeLoaded_waitsUntilOneAnswers() {
    World.train(engine, "tiny");
    engine.close();
    engine = world.engine(FaultPlan.none(), world.work, World.config(), TinyPlugin.stiff());
    engine.start();
    Erasure waiting = engine.erasures().accept(request(1, USER));
    assertEquals(ErasureState.RECEIVED, ended(waiting.id()).state());
    restart();
    assertEquals(ErasureState.COMPLETED, ended(waiting.id()).state());
    assertEquals(2, active(engine).id().number());
  }

  @Test
  void accept_whatTheLogDoesNotHold_notFound() {
    refused(ErrorKind.USER_NOT_FOUND, new ErasureTarget.User("nobody"));
    refused(ErrorKind.ITEM_NOT_FOUND, new ErasureTarget.Item("nothing"));
    LetheException missing = refused(
        ErrorKind.INTERACTION_NOT_FOUND, new ErasureTarget.Interactions(
            List.of(World.pair(0), new ErasureTarget.Pair("user-3", "nothing"))));
    assertEquals("1", missing.metadata().get("index"));
  }

  private LetheException refused(ErrorKind kind, ErasureTarget target) {
    LetheException refusal = assertThrows(
        LetheException.class, () -> engine.erasures().accept(request(9, target)));
    assertEquals(kind, refusal.kind());
    return refusal;
  }

  @Test
  void validate_neverTrained_saysHowMuch() {
    ErasurePlan plan = engine.erasures().validate(request(1, USER));
    assertEquals(world.trainedRowsOf("user-3"), plan.interactions());
    assertNull(plan.base());
  }
}
