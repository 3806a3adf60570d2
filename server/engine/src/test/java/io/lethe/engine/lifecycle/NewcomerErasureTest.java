package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.receipt.ReceiptStatement.Scopes;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionListing;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Erasures of what came after the training of the version that answers. */
class NewcomerErasureTest {

  private static final ErasureTarget NEWCOMER = new ErasureTarget.User("new");

  private final World world = new World();
  private Engine engine = world.trained();
  private long orders;

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void append(String user, String item) {
    var _ = engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++orders), List.of(new AppendOrder.Row(user, item, 4)),
                Repeats.LATEST));
  }

  private Erasure ended(ErasureId id) {
    world.work.runAll();
    return engine.erasures().get(id);
  }

  private ErasureOutcome unlearned(ErasureTarget target) {
    Erasure done = ended(engine.erasures().accept(request(1, target)).id());
    assertTrue(done.receipt() != null);
    return Objects.requireNonNull(done.progress().outcome());
  }

  private boolean isInLog(String user) {
    return engine.log().read(MODEL, engine.log().end(MODEL)).userIds().contains(user);
  }

  private static void assertNotLearned(long interactions, ErasureOutcome outcome) {
    assertEquals(Assurance.NOT_LEARNED, outcome.assurance());
    assertEquals(ErasureMethod.AUTO, outcome.method());
    assertEquals(interactions, outcome.forgotten());
    assertEquals(interactions, outcome.notLearned());
    assertEquals(0, outcome.changedRows() + outcome.droppedRows());
  }

  @Test
  void newcomer_onlyInLog_wasNotLearned() {
    append("new", "item-1");
    append("new", "item-90");
    ErasurePlan plan = engine.erasures().validate(request(1, NEWCOMER));
    assertEquals(ErasureMethod.AUTO, plan.method());
    assertEquals(2, plan.interactions());
    assertEquals(2, engine.erasures().accept(request(1, NEWCOMER)).facts().extent().interactions());
    ErasureOutcome outcome = unlearned(NEWCOMER);
    assertNotLearned(2, outcome);
    assertEquals(World.active(engine).id(), outcome.unlearned());
    assertNotEquals(Scopes.completed(ErasureOutcome.notLearned(2)), Scopes.completed(outcome));
    assertFalse(isInLog("new"));
  }

  @Test
  void newcomer_killedAfterAcceptance_wasNotLearned() {
    append("new", "item-1");
    ErasureId id = engine.erasures().accept(request(1, NEWCOMER)).id();
    engine.close();
    engine = world.engine(FaultPlan.none());
    engine.start();
    assertNotLearned(1, Objects.requireNonNull(ended(id).progress().outcome()));
  }

  @Test
  void newcomer_askedForTwice_isSaidNotLearnedBothTimes() {
    append("new", "item-1");
    ErasureId first = engine.erasures().accept(request(1, NEWCOMER)).id();
    ErasureId second = engine.erasures().accept(request(2, NEWCOMER)).id();
    assertNotLearned(1, Objects.requireNonNull(ended(first).progress().outcome()));
    assertNotLearned(1, Objects.requireNonNull(ended(second).progress().outcome()));
  }

  @Test
  void newcomer_leftOutOfATrainingMeanwhile_isSaidRetrained() {
    append("new", "item-1");
    ErasureId id = engine.erasures().accept(request(1, NEWCOMER)).id();
    var _ = World.train(engine, "tiny");
    ErasureOutcome outcome = Objects.requireNonNull(ended(id).progress().outcome());
    assertEquals(Assurance.RETRAINED, outcome.assurance());
    assertEquals(1, outcome.forgotten());
    assertEquals(0, outcome.notLearned());
    assertFalse(isInLog("new"));
  }

  /** The newcomer is in the data of version {@code later} alone, and an earlier version answers. */
  private void assertNothingToForget(ModelVersion earlier) {
    append("new", "item-1");
    append("new", "item-2");
    ModelVersion later = World.train(engine, "tiny");
    append("new", "item-4");
    var _ = engine.activation().activate(earlier.id());
    assertEquals(earlier.id(), World.active(engine).id());
    ErasurePlan plan = engine.erasures().validate(request(2, NEWCOMER));
    assertEquals(ErasureMethod.AUTO, plan.method());
    Erasure done = ended(engine.erasures().accept(request(2, NEWCOMER)).id());
    ErasureOutcome outcome = Objects.requireNonNull(done.progress().outcome());
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(Assurance.NOT_LEARNED, outcome.assurance());
    assertEquals(ErasureMethod.AUTO, outcome.method());
    assertNull(outcome.effort());
    assertEquals(3, outcome.forgotten());
    assertEquals(1, outcome.notLearned());
    assertTrue(
        Scopes.completed(outcome)
            .covered()
            .stream()
            .anyMatch(scope -> scope.contains("Another version")));
    assertTrue(
        engine.directory()
            .versions(MODEL)
            .stream()
            .filter(version -> version.record().id().equals(later.id()))
            .allMatch(version -> version.record().destroyed()),
        "what was trained on it is destroyed or has a successor without it");
    assertTrue(
        engine.directory()
            .versions(MODEL)
            .stream()
            .filter(version -> !version.record().destroyed())
            .noneMatch(VersionListing::holdsErasedData));
    assertFalse(isInLog("new"));
  }

  @Test
  void newcomer_learnedByAVersionThatAnsweredBefore_activeOneWasTrained_notLearned() {
    assertNothingToForget(World.active(engine));
  }

  @Test
  void newcomer_learnedByAVersionThatAnsweredBefore_activeOneWasUpdated_notLearned() {
    var _ = unlearned(new ErasureTarget.User("user-3"));
    assertEquals(VersionOrigin.INFLUENCE_UPDATE, World.active(engine).manifest().origin());
    assertNothingToForget(World.active(engine));
  }

  @Test
  void knownUser_withLaterInteractions_hasBothCounted() {
    long trained = engine.erasures()
        .validate(request(1, new ErasureTarget.User("user-3")))
        .interactions();
    append("user-3", "item-90");
    Pair learned = World.pair(0);
    append(learned.user(), learned.item());
    ErasureOutcome outcome = unlearned(new ErasureTarget.User("user-3"));
    assertEquals(trained + 1, outcome.forgotten());
    assertEquals(1, outcome.notLearned());
    assertNotEquals(Assurance.NOT_LEARNED, outcome.assurance());
    assertTrue(
        Scopes.completed(outcome)
            .covered()
            .stream()
            .anyMatch(scope -> scope.contains("learned between trainings")),
        "the model in memory may have learned the later one");
  }

  @Test
  void item_onlyInLog_wasNotLearned() {
    append("new", "item-90");
    append("user-3", "item-90");
    append("user-3", "item-91");
    assertNotLearned(2, unlearned(new ErasureTarget.Item("item-90")));
  }

  @Test
  void pairs_someOnlyInLog_areAllCounted() {
    append("new", "item-1");
    Pair learned = World.pair(0);
    ErasureOutcome outcome = unlearned(
        new ErasureTarget.Interactions(List.of(learned, new Pair("new", "item-1"))));
    assertEquals(2, outcome.forgotten());
    assertEquals(1, outcome.notLearned());
    assertNotEquals(Assurance.NOT_LEARNED, outcome.assurance());
  }

  @Test
  void unknown_isRefused() {
    append("new", "item-1");
    refused(ErrorKind.USER_NOT_FOUND, new ErasureTarget.User("nobody"));
    refused(ErrorKind.ITEM_NOT_FOUND, new ErasureTarget.Item("item-90"));
    refused(
        ErrorKind.INTERACTION_NOT_FOUND,
        new ErasureTarget.Interactions(List.of(new Pair("new", "item-2"))));
  }

  private void refused(ErrorKind kind, ErasureTarget target) {
    assertEquals(
        kind, assertThrows(LetheException.class, () -> engine.erasures().accept(request(1, target)))
            .kind());
  }
}
