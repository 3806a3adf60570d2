package io.lethe.engine.interaction;

import static io.lethe.engine.interaction.AppendOutcome.OLDER;
import static io.lethe.engine.interaction.AppendOutcome.REFUSED;
import static io.lethe.engine.interaction.AppendOutcome.REPLACED;
import static io.lethe.engine.interaction.AppendOutcome.STORED;
import static io.lethe.engine.interaction.AppendOutcome.UNCHANGED;
import static io.lethe.engine.memory.PortFixtures.timedRows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.SubjectDigests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One rule for a pair that comes again, however it comes: `latest` by time. */
class TimedRowsTest {

  private static final ModelName MODEL = new ModelName("shop");
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  /** A shop whose server can be started again. */
  private static final class Shop {
    private Instant now = NOW;

    private final InMemoryInteractionLog log = new InMemoryInteractionLog();
    private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();
    private InteractionIntake intake = started();
    private long requests;

    private InteractionIntake started() {
      return new InteractionIntake(
          new SettlingLog(log, ledger.appends(), Failpoints.none()), ledger.appends(),
          new InteractionIntake.Models(ledger, ledger::tombstones, model -> Optional.empty()),
          new SubjectDigests(new byte[32]),
          new InteractionIntake.Clocks(() -> now, System::nanoTime), Failpoints.none());
    }

    void setClock(Instant to) {
      now = to;
    }

    void restart() {
      intake = started();
    }

    AppendOrder order(Repeats repeats, List<AppendOrder.Row> rows) {
      return new AppendOrder(MODEL, new UUID(9, ++requests), rows, repeats);
    }

    List<AppendOutcome> append(AppendOrder.Row... rows) {
      return intake.append(order(Repeats.LATEST, List.of(rows)));
    }

    InteractionImport stream(Repeats repeats) {
      return intake.resume(new InteractionImport.Source(MODEL, new UUID(8, ++requests), repeats));
    }

    List<AppendOrder.Row> held() {
      return new UserInteractions(
          new SettlingLog(log, ledger.appends(), Failpoints.none()), model -> true)
          .of(MODEL, "ann");
    }

    String tea() {
      return held().stream()
          .map(row -> row.value() + (row.time() == null ? "" : "@" + row.time().toEpochMilli()))
          .findFirst()
          .orElseThrow();
    }
  }

  private final Shop shop = new Shop();

  private static AppendOrder.Row tea(float value, @Nullable Instant time) {
    return new AppendOrder.Row("ann", "tea", value, time);
  }

  private static AppendOrder.Row tea(float value, long time) {
    return tea(value, Instant.ofEpochMilli(time));
  }

  @Test
  void append_olderThanWhatIsHeld_changesNothing_afterARestartToo() {
    assertEquals(List.of(STORED), shop.append(tea(4, 2000)));
    AppendOrder older = shop.order(Repeats.LATEST, List.of(tea(1, 1000)));
    assertEquals(List.of(OLDER), shop.intake.append(older));
    shop.restart();
    assertEquals(List.of(OLDER), shop.intake.append(older), "the same request again");
    assertEquals(List.of(OLDER), shop.append(tea(1, 1000)), "another request");
    assertEquals(List.of(OLDER), shop.append(tea(4, 1000)), "the value that is held");
    assertEquals(List.of(REPLACED), shop.append(tea(3, 2000)), "as old: by arrival");
    assertEquals(List.of(REPLACED, OLDER), shop.append(tea(5, 3000), tea(6, 2999)));
    shop.intake.settle(MODEL);
    shop.restart();
    assertEquals(List.of(OLDER), shop.append(tea(1, 2999)), "held against the log");
    assertEquals("5.0@3000", shop.tea());
    assertEquals(3, shop.log.end(MODEL), "what counts, and no more");
  }

  @Test
  void append_sameValueLater_isKnownToBeLater() {
    var _ = shop.append(tea(4, 1000));
    assertEquals(List.of(UNCHANGED), shop.append(tea(4, 3000)));
    assertEquals(List.of(OLDER), shop.append(tea(2, 2000)));
    assertEquals("4.0@3000", shop.tea());
    assertEquals(List.of(UNCHANGED), shop.append(tea(4, 3000)));
    shop.intake.settle(MODEL);
    assertEquals(2, shop.log.end(MODEL), "the same again is not stored");
  }

  @Test
  void append_withoutTime_happensNow() {
    assertEquals(List.of(STORED), shop.append(tea(4, null)));
    assertEquals("4.0@" + NOW.toEpochMilli(), shop.tea());
    assertEquals(List.of(OLDER), shop.append(tea(1, NOW.minusMillis(1))), "a backfill");
    assertEquals(List.of(REPLACED), shop.append(tea(2, NOW.plusMillis(1))));
    assertEquals(List.of(REPLACED), shop.append(tea(9, null)), "by arrival");
    assertEquals("9.0@" + NOW.plusMillis(1).toEpochMilli(), shop.tea());
    shop.intake.settle(MODEL);
    assertEquals(List.of(UNCHANGED), shop.append(tea(9, null)));
    shop.intake.settle(MODEL);
    assertEquals(3, shop.log.end(MODEL), "a look that changes nothing is not stored");
  }

  /** Nothing tells a time: the order of arrival counts, whatever the server's clock does. */
  @Test
  void append_withoutTime_clockWasSetBack_countsByArrival() {
    shop.append(tea(4, null));
    shop.setClock(NOW.minusSeconds(3600));
    assertEquals(List.of(REPLACED), shop.append(tea(2, null)));
    assertEquals("2.0@" + NOW.toEpochMilli(), shop.tea());
    assertEquals(List.of(OLDER), shop.append(tea(9, NOW.minusSeconds(1))), "it tells one");
  }

  @Test
  void append_ofUnknownAge_countsByArrival() {
    assertEquals(List.of(STORED), shop.append(tea(4, 2000)));
    assertEquals(List.of(UNCHANGED), shop.append(tea(4, Instant.EPOCH)));
    assertEquals("4.0@2000", shop.tea(), "what is known stays known");
    assertEquals(List.of(REPLACED), shop.append(tea(3, Instant.EPOCH)));
    assertEquals("3.0", shop.tea());
    assertEquals(List.of(UNCHANGED), shop.append(tea(3, 1000)));
    assertEquals("3.0@1000", shop.tea(), "its age became known");
  }

  @Test
  void append_tooFarAhead_isRefused_ofAnImportByItself() {
    Instant ahead = NOW.plus(AppendOrder.AHEAD_MAX).plusMillis(1);
    LetheException refusal = assertThrows(
        LetheException.class,
        () -> shop.append(tea(1, NOW.plus(AppendOrder.AHEAD_MAX)), tea(2, ahead)));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refusal.kind());
    assertEquals(
        "interactions[1].time is 2026-11-30T12:00:00.001Z; at most 2026-11-30T12:00:00Z, 24 h ahead of"
            + " the server's clock, is allowed",
        refusal.getMessage());
    assertEquals(Map.of("field", "interactions[1].time"), refusal.metadata());
    assertTrue(shop.held().isEmpty(), "all or none");
    InteractionImport stream = shop.stream(Repeats.LATEST);
    assertEquals(
        List.of(
            new InteractionImport.Refused(
                1,
                "time is 2026-11-30T12:00:00.001Z; at most 2026-11-30T12:00:00Z, 24 h ahead of the"
                    + " server's clock, is allowed")),
        stream.take(0, List.of(tea(1, 1000), tea(2, ahead), tea(3, 2000))));
    assertEquals(Map.of(STORED, 1L, REPLACED, 1L, REFUSED, 1L), stream.counts());
    assertEquals("3.0@2000", shop.tea());
  }

  @Test
  void add_filesInEitherOrder_leaveTheSame() {
    InteractionColumns early = timedRows("ann", "tea", 1, 1000, "bob", "tea", 5, 1000);
    InteractionColumns late = timedRows("ann", "tea", 4, 2000, "bob", "tea", 5, 2000);
    Shop other = new Shop();
    assertEquals(new InteractionIntake.Import(2, 0, 0, 0, 0, 2), shop.intake.add(MODEL, early));
    assertEquals(new InteractionIntake.Import(0, 1, 1, 0, 0, 2), shop.intake.add(MODEL, late));
    assertEquals(new InteractionIntake.Import(2, 0, 0, 0, 0, 2), other.intake.add(MODEL, late));
    assertEquals(new InteractionIntake.Import(0, 0, 0, 2, 0, 2), other.intake.add(MODEL, early));
    assertEquals("4.0@2000", shop.tea());
    assertEquals(shop.held(), other.held());
    assertEquals(4, shop.log.end(MODEL));
    assertEquals(2, other.log.end(MODEL));
    assertEquals(List.of(OLDER), shop.append(new AppendOrder.Row("bob", "tea", 1, time(1500))));
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void add_fileWithTimesAgain_tellsTheAgesOfWhatIsHeld() {
    var _ = shop.intake.add(MODEL, timedRows("ann", "tea", 4, 0));
    assertEquals("4.0", shop.tea());
    assertEquals(
        new InteractionIntake.Import(0, 0, 1, 0, 0, 1),
        shop.intake.add(MODEL, timedRows("ann", "tea", 4, 2000)));
    assertEquals("4.0@2000", shop.tea());
  }

  /** The rule itself, for rows of distinct times. */
  private static String expected(Repeats rule, List<AppendOrder.Row> rows) {
    List<AppendOrder.Row> byTime = rows.stream()
        .sorted(Comparator.comparingLong(row -> row.dated(NOW, EventWeights.NONE).time()))
        .toList();
    AppendOrder.Row counts = switch (rule) {
      case LATEST, SUM -> byTime.getLast();
      case FIRST -> byTime.getFirst();
      case MAX ->
        byTime.stream().max(Comparator.comparingDouble(AppendOrder.Row::value)).orElseThrow();
    };
    float value = rule == Repeats.SUM
        ? (float) rows.stream().mapToDouble(AppendOrder.Row::value).sum()
        : counts.value();
    return value + "@" + counts.dated(NOW, EventWeights.NONE).time();
  }

  @ParameterizedTest
  @EnumSource(Repeats.class)
  void anyOrder_anyWay_andRestarts_giveWhatTheRuleSays(Repeats rule) {
    Random random = new Random(150);
    for (int round = 0; round < 200; round++) {
      List<AppendOrder.Row> rows = new ArrayList<>();
      for (int k = random.nextInt(1, 7); k > 0; k--) {
        rows.add(tea(random.nextInt(1, 4), 1000L * rows.size() + 1000));
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
      assertEquals(expected, some.tea(), "round %d: %s".formatted(round, rows));
    }
  }

  /** By an append, by a stream, or by files. */
  private static void take(Shop some, Repeats rule, List<AppendOrder.Row> rows, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> {
        var _ = some.intake.append(some.order(rule, rows));
      }
      case 1 -> {
        InteractionImport stream = some.stream(rule);
        for (int k = 0; k < rows.size(); k++) {
          assertEquals(List.of(), stream.take(k, rows.subList(k, k + 1)));
        }
      }
      default -> rows.forEach(row -> {
        var _ = some.intake.add(
            MODEL, timedRows("ann", "tea", row.value(), row.dated(NOW, EventWeights.NONE).time()),
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

  @Test
  void recent_isNewestFirst_byTime() {
    var _ = shop.append(
        new AppendOrder.Row("ann", "mug", 1, NOW.minus(Duration.ofDays(1))),
        new AppendOrder.Row("ann", "old", 1, Instant.EPOCH), tea(1, null),
        new AppendOrder.Row("ann", "cup", 1, NOW.minus(Duration.ofDays(2))));
    assertEquals(
        List.of("tea", "mug", "cup", "old"),
        shop.intake.recent().of(MODEL, "ann", 0).newestFirst());
  }
}
