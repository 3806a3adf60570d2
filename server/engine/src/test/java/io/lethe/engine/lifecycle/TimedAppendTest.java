package io.lethe.engine.lifecycle;

import static io.lethe.engine.interaction.AppendOutcome.OLDER;
import static io.lethe.engine.interaction.AppendOutcome.REPLACED;
import static io.lethe.engine.interaction.AppendOutcome.UNCHANGED;
import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a version has learned keeps its time, wherever it is: in memory, in the log, after a restart. */
class TimedAppendTest extends LearningScene {

  private static final Pair PAIR = World.pair(0);
  /** When everything happened that the training knows. */
  private static final long THEN = World.NOON.minus(Duration.ofDays(9)).toEpochMilli();

  private long ids;

  TimedAppendTest() {
    super(then());
  }

  private static InteractionColumns then() {
    InteractionColumns rows = World.ratings(1);
    long[] times = new long[rows.size()];
    Arrays.fill(times, THEN);
    return rows.at(times);
  }

  private AppendOutcome append(float value, long time) {
    return engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++ids),
                List.of(
                    new AppendOrder.Row(
                        PAIR.user(), PAIR.item(), value, Instant.ofEpochMilli(time))),
                Repeats.LATEST))
        .getFirst();
  }

  /** What the model has of the pair, by its log. */
  private String held() {
    return PortFixtures.timedText(engine.log().read(MODEL, engine.log().end(MODEL)))
        .stream()
        .filter(row -> row.startsWith(PAIR.user() + "/" + PAIR.item() + "="))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private String row(float value, long time) {
    return "%s/%s=%s@%d".formatted(PAIR.user(), PAIR.item(), value, time);
  }

  private float trained() {
    VersionData data = World.active(engine).content().data();
    return data.table().interactions().value(data.find(PAIR.user(), PAIR.item()));
  }

  @Test
  void append_olderThanWhatWasLearned_neverCounts() {
    assertEquals(OLDER, append(6, THEN - 1));
    assertEquals(REPLACED, append(7, THEN + 10));
    assertEquals(OLDER, append(8, THEN + 5));
    learn();
    assertEquals(OLDER, append(8, THEN + 5), "held against what was learned since");
    restart();
    assertEquals(OLDER, append(8, THEN + 5), "held against the log");
    learn();
    World.train(engine, "count");
    learn();
    assertEquals(row(7, THEN + 10), held());
    assertEquals(7, trained());
    assertEquals(OLDER, append(8, THEN + 5), "held against another training");
    restart();
    assertEquals(OLDER, append(8, THEN + 5), "held against a version that was loaded");
    assertEquals(UNCHANGED, append(7, THEN + 20));
    assertEquals(OLDER, append(9, THEN + 15));
    learn();
    assertEquals(row(7, THEN + 20), held());
  }

  @Test
  void erasure_takesTimesWithTheRows() {
    assertEquals(REPLACED, append(9, THEN + 10));
    learn();
    Erasure accepted = engine.erasures()
        .accept(request(++ids, new ErasureTarget.User(PAIR.user())));
    while (!engine.erasures().get(accepted.id()).state().terminal()) {
      world.work.awaitAndRunAll();
    }
    List<String> rows = PortFixtures.timedText(engine.log().read(MODEL, engine.log().end(MODEL)));
    assertTrue(rows.contains("-"), "rows are gone");
    assertTrue(
        rows.stream().allMatch(row -> row.equals("-") || row.endsWith("@" + THEN)),
        "@ what is left");
    InteractionColumns left = engine.log().read(MODEL, engine.log().end(MODEL));
    for (int row = 0; row < left.size(); row++) {
      if (left.users()[row] == InteractionColumns.PURGED) {
        assertEquals(InteractionColumns.UNKNOWN_TIME, left.time(row));
      }
    }
  }
}
