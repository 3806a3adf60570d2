package io.lethe.engine.lifecycle;

import static io.lethe.engine.interaction.AppendOutcome.IGNORED;
import static io.lethe.engine.interaction.AppendOutcome.OLDER;
import static io.lethe.engine.interaction.AppendOutcome.REPLACED;
import static io.lethe.engine.interaction.AppendOutcome.STORED;
import static io.lethe.engine.interaction.AppendOutcome.UNCHANGED;
import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.Repeats;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Trainings see weighed values, and what a version has learned keeps its event type. */
class TypedAppendTest extends LearningScene {

  private static final Pair PAIR = World.pair(0);
  private static final EventWeights WEIGHTS = EventWeights.parse("view=1,cart=3,buy=5,bot=0");
  /** After everything that the training knows. */
  private static final Instant THEN = World.NOON.minus(Duration.ofDays(9));

  private long ids;

  TypedAppendTest() {
    super(World.ratings(1));
  }

  private List<AppendOutcome> append(Repeats repeats, AppendOrder.Row... rows) {
    return engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++ids), List.of(rows), repeats, WEIGHTS,
                AppendOrder.BadRows.REFUSE_ORDER));
  }

  private static AppendOrder.Row row(String item, float value, int minute, String event) {
    return row(PAIR.user(), item, value, minute, event);
  }

  private static AppendOrder.Row row(
      String user, String item, float value, int minute, String event) {
    return new AppendOrder.Row(user, item, value, THEN.plusSeconds(60L * minute), event);
  }

  /** What a pair has, by the log. */
  private String held(String item) {
    return PortFixtures.typedText(engine.log().read(MODEL, engine.log().end(MODEL)))
        .stream()
        .filter(row -> row.startsWith(PAIR.user() + "/" + item + "="))
        .reduce((earlier, later) -> later)
        .map(row -> row.replaceAll("^.*=|@[0-9]+", ""))
        .orElseThrow();
  }

  private float trained(String user, String item) {
    VersionData data = World.active(engine).content().data();
    return data.table().interactions().value(data.find(user, item));
  }

  /** By the definition: the largest of value times weight; a bot's is not kept. */
  @Test
  void training_seesTheValuesOfATableByHand() {
    Map<String, Float> byHand = new TreeMap<>(
        Map.of("t1", 1f, "t2", 3f, "t3", 5f, "t4", 7.5f, "t5", 2f, "t6", 3f));
    assertEquals(
        List.of(
            STORED, STORED, STORED, STORED, STORED, STORED, STORED, UNCHANGED, REPLACED, IGNORED,
            IGNORED),
        append(
            Repeats.MAX, row("t1", 1, 1, "view"), row("t2", 1, 1, "cart"), row("t3", 1, 1, "buy"),
            row("t4", 1.5f, 1, "buy"), row("t5", 2, 1, ""), row("t6", 2, 1, "view"),
            row("newcomer", "t1", 2, 1, "cart"), row("t3", 1, 2, "view"), row("t6", 1, 2, "cart"),
            row("t6", 9, 3, "bot"), row("t7", 9, 3, "bot")));
    learn();
    World.train(engine, "count");
    byHand.forEach((item, value) -> assertEquals(value, trained(PAIR.user(), item), item));
    assertEquals(6, trained("newcomer", "t1"));
    VersionData data = World.active(engine).content().data();
    assertTrue(data.find(PAIR.user(), "t7") < 0, "not kept");
    restart();
    byHand.forEach((item, value) -> assertEquals(value, trained(PAIR.user(), item), item));
    assertEquals("3.0#cart", held("t6"));
    assertEquals("5.0#buy", held("t3"));
  }

  @Test
  void append_toWhatWasLearned_isHeldAgainstItsEventType() {
    assertEquals(List.of(STORED), append(Repeats.LATEST, row("tea", 1, 10, "cart")));
    learn();
    World.train(engine, "count");
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(UNCHANGED), append(Repeats.LATEST, row("tea", 1, 10, "cart")));
      assertEquals(List.of(OLDER), append(Repeats.LATEST, row("tea", 3, 9, "view")));
      restart();
    }
    assertEquals("3.0#cart", held("tea"));
    assertEquals(List.of(REPLACED), append(Repeats.LATEST, row("tea", 3, 11, "view")));
    assertEquals("3.0#view", held("tea"));
    assertEquals(List.of(REPLACED), append(Repeats.SUM, row("tea", 1, 8, "buy")));
    assertEquals("8.0#view", held("tea"), "the latest of the sum");
    assertEquals(List.of(REPLACED), append(Repeats.SUM, row("tea", 1, 12, "buy")));
    assertEquals("13.0#buy", held("tea"));
    learn();
    World.train(engine, "count");
    assertEquals(13, trained(PAIR.user(), "tea"));
  }

  @Test
  void erasure_ofAPairOrAPerson_takesTheRowsWhateverTheirEventTypes() {
    var _ = append(
        Repeats.LATEST, row("tea", 1, 10, "cart"), row("mug", 1, 10, "view"),
        row("other", "tea", 1, 10, "buy"));
    learn();
    erase(new ErasureTarget.Interactions(List.of(new Pair(PAIR.user(), "tea"))));
    assertEquals(List.of("view", "buy"), types());
    assertEquals(List.of(STORED), suppressedBefore(row("mug2", 1, 20, "view")));
    erase(new ErasureTarget.User(PAIR.user()));
    assertEquals(List.of("buy"), types());
    assertEquals(
        List.of(AppendOutcome.SUPPRESSED), append(Repeats.LATEST, row("tea", 1, 30, "buy")));
    World.train(engine, "count");
    assertFalse(World.active(engine).content().data().find("other", "tea") < 0);
    assertEquals(List.of("buy"), types());
  }

  /** A pair that was erased stays out, by whatever event it comes again; others come in. */
  private List<AppendOutcome> suppressedBefore(AppendOrder.Row other) {
    for (String event : List.of("view", "cart", "buy", "")) {
      assertEquals(
          List.of(AppendOutcome.SUPPRESSED), append(Repeats.LATEST, row("tea", 1, 20, event)));
    }
    return append(Repeats.LATEST, other);
  }

  private List<String> types() {
    engine.intake().settle(MODEL);
    return engine.log().read(MODEL, engine.log().end(MODEL)).events().names();
  }

  private void erase(ErasureTarget target) {
    Erasure accepted = engine.erasures().accept(request(++ids, target));
    while (!engine.erasures().get(accepted.id()).state().terminal()) {
      world.work.awaitAndRunAll();
    }
  }
}
