package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted are interactions: what was purged or replaced is none. */
class InteractionCountsTest {

  private static final long ALL = 400;

  private final World world = new World();
  private Engine engine = started();
  private long requests;

  private Engine started() {
    Engine fresh = world.engine(FaultPlan.none());
    fresh.start();
    return fresh;
  }

  private void imported() {
    engine.intake().add(MODEL, World.ratings(1));
  }

  private void trained() {
    imported();
    var _ = World.train(engine, "tiny");
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void append(String user, String item, float value) {
    var _ = engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++requests), List.of(new AppendOrder.Row(user, item, value)),
                Repeats.LATEST));
  }

  private Extent erase(String user) {
    var accepted = engine.erasures().accept(request(++requests, new ErasureTarget.User(user)));
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(accepted.id()).state());
    return accepted.facts().extent();
  }

  private long notLearned() {
    return engine.directory().unlearned(MODEL).orElseThrow();
  }

  private long waiting() {
    return engine.learner().status(MODEL).orElseThrow().waiting();
  }

  @Test
  void neverTrained_whatWasErasedCountsNoMore() {
    imported();
    long first = world.trainedRowsOf("user-3");
    long second = world.trainedRowsOf("user-4");
    assertEquals(new Extent(first, ALL), erase("user-3"));
    assertEquals(ALL - first, notLearned());
    assertEquals(1, engine.directory().erasurePosition(MODEL));
    engine.close();
    engine = started();
    assertEquals(ALL - first, notLearned());
    assertEquals(new Extent(second, ALL - first), erase("user-4"));
    assertEquals(2, engine.directory().erasurePosition(MODEL));
  }

  @Test
  void neverTrained_whatWasReplacedCountsOnce() {
    imported();
    Pair known = World.pair(0);
    InteractionIntake.Import done = engine.intake()
        .add(MODEL, PortFixtures.rows(known.user(), known.item(), 77, "new", "item-1", 3));
    assertEquals(ALL + 1, done.pairs());
    assertEquals(done.pairs(), notLearned());
    append("new", "item-1", 4);
    assertEquals(done.pairs(), notLearned());
    long named = world.trainedRowsOf(known.user());
    assertEquals(new Extent(named, done.pairs()), erase(known.user()));
  }

  @Test
  void trained_whatWasErasedWaitsNoMore() {
    trained();
    append("new", "item-1", 4);
    append("new", "item-2", 4);
    append("other", "item-1", 4);
    assertEquals(3, waiting());
    assertEquals(new Extent(2, ALL + 3), erase("new"));
    assertEquals(1, waiting());
    assertEquals(1, notLearned());
    assertEquals(new Extent(1, ALL + 1), erase("other"));
    assertEquals(new Extent(world.trainedRowsOf("user-3"), ALL), erase("user-3"));
  }

  @Test
  void trained_whatWasReplacedCountsOnce() {
    trained();
    Pair known = World.pair(0);
    append(known.user(), known.item(), 77);
    append(known.user(), known.item(), 78);
    append("new", "item-1", 4);
    append("new", "item-1", 5);
    assertEquals(2, waiting());
    assertEquals(2, notLearned());
    assertEquals(new Extent(1, ALL + 1), erase("new"));
    append("newer", "item-1", 4);
    assertEquals(new Extent(world.trainedRowsOf("user-3"), ALL + 1), erase("user-3"));
    var _ = World.train(engine, "tiny");
    assertEquals(0, notLearned());
    assertEquals(
        new Extent(1, World.active(engine).manifest().counts().interactions()), erase("newer"));
  }
}
