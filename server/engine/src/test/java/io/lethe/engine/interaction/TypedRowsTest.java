package io.lethe.engine.interaction;

import static io.lethe.engine.interaction.AppendOutcome.IGNORED;
import static io.lethe.engine.interaction.AppendOutcome.OLDER;
import static io.lethe.engine.interaction.AppendOutcome.REFUSED;
import static io.lethe.engine.interaction.AppendOutcome.REPLACED;
import static io.lethe.engine.interaction.AppendOutcome.STORED;
import static io.lethe.engine.interaction.AppendOutcome.UNCHANGED;
import static io.lethe.engine.memory.PortFixtures.typedRows;
import static io.lethe.engine.memory.PortFixtures.typedText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The value of a row counts by its event type, and the row that counts keeps it. */
class TypedRowsTest {

  private static final ModelName MODEL = new ModelName("shop");
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final EventWeights WEIGHTS = EventWeights.parse("view=1,cart=3,buy=5,bot=0");

  /** A shop whose server can be started again. */
  private static final class Shop {
    private final InMemoryInteractionLog log = new InMemoryInteractionLog();
    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();
    private InteractionIntake intake = started();
    private long requests;

    private InteractionIntake started() {
      return new InteractionIntake(
          new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
          new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
          new SubjectDigests(new byte[32]),
          new InteractionIntake.Clocks(() -> NOW, System::nanoTime), Failpoints.none());
    }

    void restart() {
      intake = started();
    }

    AppendOrder order(Repeats repeats, EventWeights weights, List<AppendOrder.Row> rows) {
      return new AppendOrder(
          MODEL, new UUID(9, ++requests), rows, repeats, weights, AppendOrder.BadRows.REFUSE_ORDER);
    }

    List<AppendOutcome> append(EventWeights weights, AppendOrder.Row... rows) {
      return intake.append(order(Repeats.LATEST, weights, List.of(rows)));
    }

    InteractionImport stream(Repeats repeats, EventWeights weights) {
      return intake
          .resume(new InteractionImport.Source(MODEL, new UUID(8, ++requests), repeats, weights));
    }

    List<String> held() {
      return new UserInteractions(
          new SettlingLog(log, ledger.appends(), Failpoints.none()), model -> true).of(MODEL, "ann")
          .stream()
          .map(
              row -> "%s=%s%s".formatted(
                  row.item(), row.value(), row.event().isEmpty() ? "" : "#" + row.event()))
          .toList();
    }
  }

  private final Shop shop = new Shop();

  private static AppendOrder.Row row(String item, float value, long time, String event) {
    return new AppendOrder.Row("ann", item, value, Instant.ofEpochMilli(time), event);
  }

  /** ann views tea once and a mug twice, puts the mug in the cart, and buys it; then looks again. */
  private static final List<AppendOrder.Row> VISIT = List.of(
      row("tea", 1, 10, "view"), row("mug", 1, 20, "view"), row("mug", 1, 30, "view"),
      row("mug", 2, 40, "cart"), row("mug", 2, 50, "buy"), row("cup", 4, 55, ""),
      row("mug", 1, 60, "view"));

  @ParameterizedTest
  @CsvSource({"LATEST, mug=1.0#view", "FIRST, mug=1.0#view", "SUM, mug=19.0#view",
      "MAX, mug=10.0#buy"})
  void repeats_decidesOnTheWeighedValue(Repeats rule, String mug) {
    List<String> expected = List.of("cup=4.0", mug, "tea=1.0#view");
    shop.intake.append(shop.order(rule, WEIGHTS, VISIT));
    assertEquals(expected, shop.held());
    Shop other = new Shop();
    InteractionImport stream = other.stream(rule, WEIGHTS);
    assertEquals(List.of(), stream.take(0, VISIT.subList(0, 4)));
    other.restart();
    assertEquals(List.of(), stream.take(4, VISIT.subList(4, VISIT.size())));
    assertEquals(expected, other.held());
    other.intake.settle(MODEL);
    other.restart();
    assertEquals(expected, other.held(), "from the log");
  }

  @Test
  void append_withoutWeights_eventTypesAreLabels() {
    assertEquals(
        List.of(STORED, STORED),
        shop.append(EventWeights.NONE, row("tea", 2, 10, "buy"), row("mug", 3, 10, "wish")));
    assertEquals(List.of("mug=3.0#wish", "tea=2.0#buy"), shop.held());
  }

  @Test
  void append_sameValueOfAnotherEventType_isStored_ofNoneIsNot() {
    shop.append(EventWeights.NONE, row("tea", 1, 0, "view"));
    assertEquals(List.of(UNCHANGED), shop.append(EventWeights.NONE, row("tea", 1, 0, "view")));
    assertEquals(List.of(UNCHANGED), shop.append(EventWeights.NONE, row("tea", 1, 0, "")));
    assertEquals(List.of("tea=1.0#view"), shop.held());
    assertEquals(List.of(REPLACED), shop.append(EventWeights.NONE, row("tea", 1, 0, "cart")));
    assertEquals(List.of("tea=1.0#cart"), shop.held());
    assertEquals(List.of(REPLACED), shop.append(EventWeights.NONE, row("tea", 2, 0, "")));
    assertEquals(List.of("tea=2.0"), shop.held(), "another value of no event type");
    shop.intake.settle(MODEL);
    assertEquals(3, shop.log.end(MODEL));
  }

  @Test
  void append_eventTypeOfWeight0_isIgnored_andLeavesThePairAsItIs() {
    assertEquals(
        List.of(IGNORED, STORED, IGNORED),
        shop.append(
            WEIGHTS, row("tea", 9, 10, "bot"), row("tea", 1, 20, "cart"),
            row("tea", 9, 30, "bot")));
    assertEquals(List.of("tea=3.0#cart"), shop.held());
    InteractionImport stream = shop.stream(Repeats.LATEST, WEIGHTS);
    assertEquals(
        List.of(), stream.take(0, List.of(row("mug", 1, 10, "bot"), row("mug", 1, 5, "view"))));
    assertEquals(Map.of(IGNORED, 1L, STORED, 1L), stream.counts());
  }

  @Test
  void append_eventTypeWithoutWeight_refusesTheOrder_ofAnImportTheRow() {
    LetheException refused = assertThrows(
        LetheException.class,
        () -> shop.append(WEIGHTS, row("tea", 1, 10, "view"), row("mug", 1, 10, "wish")));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertEquals(
        "interactions[1].event_type has no weight; those with one are bot, buy, cart, view",
        refused.getMessage());
    assertEquals(Map.of("field", "interactions[1].event_type"), refused.metadata());
    assertEquals(List.of(), shop.held());
    InteractionImport stream = shop.stream(Repeats.LATEST, WEIGHTS);
    assertEquals(
        List.of(
            new InteractionImport.Refused(
                1, "event_type has no weight; those with one are bot, buy, cart, view"),
            new InteractionImport.Refused(
                2,
                "event_type is no event type; 1 to 64 characters of A-Z, a-z, 0-9, _ . : / and -,"
                    + " beginning with a letter or digit, are allowed")),
        stream.take(
            0,
            List.of(
                row("tea", 1, 10, "view"), row("mug", 1, 10, "wish"),
                row("mug", 1, 10, "add to cart"))));
    assertEquals(Map.of(STORED, 1L, REFUSED, 2L), stream.counts());
  }

  @Test
  void append_valueTimesWeightIsNoNumber_isRefused() {
    EventWeights heavy = EventWeights.parse("buy=1000000");
    LetheException refused = assertThrows(
        LetheException.class, () -> shop.append(heavy, row("tea", 1e38f, 10, "buy")));
    assertEquals(
        "interactions[0].value is 1.0E38; times the weight of its event type that is no finite number",
        refused.getMessage());
  }

  @Test
  void append_requestIdOfOtherWeightsOrEventTypes_isAnother() {
    AppendOrder order = shop.order(Repeats.LATEST, WEIGHTS, List.of(row("tea", 1, 10, "cart")));
    assertEquals(List.of(STORED), shop.intake.append(order));
    shop.restart();
    assertEquals(List.of(STORED), shop.intake.append(order));
    for (AppendOrder other : List.of(
        new AppendOrder(
            MODEL, order.requestId(), List.of(row("tea", 1, 10, "view")), order.repeats(), WEIGHTS,
            order.badRows()),
        new AppendOrder(MODEL, order.requestId(), order.rows(), order.repeats()))) {
      LetheException reused = assertThrows(LetheException.class, () -> shop.intake.append(other));
      assertEquals(ErrorKind.REQUEST_ID_REUSED, reused.kind());
    }
  }

  @Test
  void append_olderOfAnotherEventType_changesNothing() {
    shop.append(WEIGHTS, row("tea", 1, 20, "buy"));
    assertEquals(List.of(OLDER), shop.append(WEIGHTS, row("tea", 1, 10, "cart")));
    assertEquals(List.of("tea=5.0#buy"), shop.held());
  }

  @Test
  void eventTypes_moreThan100OfAModel_areRefused_byAppendsImportsAndFiles() {
    AppendOrder.Row[] all = IntStream.range(0, 100)
        .mapToObj(k -> row("item-" + k, 1, 10, "e" + k))
        .toArray(AppendOrder.Row[]::new);
    shop.append(EventWeights.NONE, all);
    AppendOrder.Row more = row("tea", 1, 10, "one-more");
    String why = "is one more than the 100 event types of the model; 100 are allowed";
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(STORED), shop.append(EventWeights.NONE, row("r" + round, 1, 1, "e7")));
      assertRefused(
          "an interaction's event_type " + why, () -> shop.append(EventWeights.NONE, more));
      InteractionImport stream = shop.stream(Repeats.LATEST, EventWeights.NONE);
      assertRefused("an interaction's event_type " + why, () -> stream.take(0, List.of(more)));
      assertRefused(
          "an interaction's event type " + why,
          () -> shop.intake.add(MODEL, typedRows("ann", "tea", 1, "one-more")));
      shop.intake.settle(MODEL);
      shop.restart();
    }
    assertEquals(102, shop.held().size());
  }

  private static void assertRefused(String why, Runnable call) {
    LetheException refused = assertThrows(LetheException.class, call::run);
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertEquals(why, refused.getMessage());
  }

  @Test
  void add_fileOfEventTypes_countsChangesOfThem() {
    assertEquals(
        new InteractionIntake.Import(2, 0, 0, 0, 0, 2),
        shop.intake.add(MODEL, typedRows("ann", "tea", 1, "view", "ann", "mug", 3, "cart")));
    assertEquals(
        new InteractionIntake.Import(0, 1, 1, 0, 0, 2),
        shop.intake.add(MODEL, typedRows("ann", "tea", 1, "cart", "ann", "mug", 3, "")));
    assertEquals(List.of("mug=3.0#cart", "tea=1.0#cart"), shop.held());
    assertEquals(
        List.of("ann/tea=1.0#view", "ann/mug=3.0#cart", "ann/tea=1.0#cart"),
        typedText(shop.log.read(MODEL, 3)));
  }

  @Test
  void purge_pair_takesItWhateverItsEventType() {
    shop.append(
        EventWeights.NONE, row("tea", 1, 10, "view"), row("tea", 2, 20, "cart"),
        row("mug", 1, 10, "view"));
    shop.append(EventWeights.NONE, row("tea", 3, 30, "buy"));
    shop.intake.purge(
        MODEL,
        List.of(new ErasureTarget.Interactions(List.of(new ErasureTarget.Pair("ann", "tea")))));
    assertEquals(List.of("mug=1.0#view"), shop.held());
    assertTrue(shop.intake.recent().of(MODEL, "ann", 0).items().equals(List.of("mug")));
    assertEquals(List.of("view"), shop.log.read(MODEL, shop.log.end(MODEL)).events().names());
  }

  /** The rule itself, for rows of distinct times and weighed values that differ. */
  private static String expected(Repeats rule, List<AppendOrder.Row> rows) {
    List<AppendOrder.Row> byTime = rows.stream()
        .sorted(Comparator.comparingLong(row -> row.dated(NOW, WEIGHTS).time()))
        .toList();
    AppendOrder.Row counts = switch (rule) {
      case LATEST, SUM -> byTime.getLast();
      case FIRST -> byTime.getFirst();
      case MAX -> byTime.stream()
          .max(Comparator.comparingDouble(row -> row.dated(NOW, WEIGHTS).value()))
          .orElseThrow();
    };
    float value = rule == Repeats.SUM
        ? (float) rows.stream().mapToDouble(row -> row.dated(NOW, WEIGHTS).value()).sum()
        : counts.dated(NOW, WEIGHTS).value();
    return "tea=" + value + (counts.event().isEmpty() ? "" : "#" + counts.event());
  }

  @ParameterizedTest
  @EnumSource(Repeats.class)
  void anyOrder_anyWay_andRestarts_giveWhatTheRuleSays(Repeats rule) {
    List<String> events = List.of("view", "cart", "buy", "");
    Random random = new Random(170);
    for (int round = 0; round < 200; round++) {
      List<AppendOrder.Row> rows = new ArrayList<>();
      for (int k = random.nextInt(1, 7); k > 0; k--) {
        // Powers of 16 keep weighed values apart: no two are equal, and all sums are exact.
        rows.add(
            row(
                "tea", (float) Math.pow(16, rows.size()),
                1000L * random.nextInt(20) + rows.size() + 1,
                events.get(random.nextInt(events.size()))));
      }
      String expected = expected(rule, rows);
      Collections.shuffle(rows, random);
      Shop some = new Shop();
      List<AppendOrder.Row> left = rows;
      while (!left.isEmpty()) {
        int count = random.nextInt(1, left.size() + 1);
        take(some, rule, left.subList(0, count), random);
        left = left.subList(count, left.size());
      }
      assertEquals(List.of(expected), some.held(), "round %d: %s".formatted(round, rows));
    }
  }

  /** By an append, by a stream, or by files. */
  private static void take(Shop some, Repeats rule, List<AppendOrder.Row> rows, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> {
        var _ = some.intake.append(some.order(rule, WEIGHTS, rows));
      }
      case 1 -> {
        InteractionImport stream = some.stream(rule, WEIGHTS);
        for (int k = 0; k < rows.size(); k++) {
          assertEquals(List.of(), stream.take(k, rows.subList(k, k + 1)));
        }
      }
      default -> rows.forEach(row -> {
        var what = row.dated(NOW, WEIGHTS);
        var _ = some.intake.add(
            MODEL, typedRows("ann", "tea", what.value(), what.event()).at(new long[]{what.time()}),
            rule);
      });
    }
    if (random.nextBoolean()) {
      some.intake.settle(MODEL);
    }
    if (random.nextBoolean()) {
      some.restart();
    }
  }
}
