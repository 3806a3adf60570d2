package io.lethe.engine.lifecycle;

import static io.lethe.engine.interaction.AppendOutcome.STORED;
import static io.lethe.engine.interaction.AppendOutcome.SUPPRESSED;
import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who were erased and come back: what they do from then on counts, and nothing earlier. */
class ReadmissionTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");

  private final World world = new World();
  private Engine engine = world.trained();
  private long orders;

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

  private int readmit(ErasureTarget target) {
    return engine.readmission().readmit(MODEL, target);
  }

  private void erase(ErasureTarget target) {
    var _ = engine.erasures().accept(request(++orders, target));
    world.work.runAll();
  }

  private AppendOutcome append(String user, String item) {
    return append(user, item, null);
  }

  private AppendOutcome append(String user, String item, @Nullable Instant time) {
    return engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++orders), List.of(new AppendOrder.Row(user, item, 4, time)),
                Repeats.LATEST))
        .getFirst();
  }

  private long imported(String user, String item, long time) {
    InteractionColumns rows = new InteractionColumns(
        List.of(user), List.of(item), new int[]{0}, new int[]{0}, new float[]{4});
    return engine.intake().add(MODEL, rows.at(new long[]{time}), Repeats.LATEST).added();
  }

  private List<String> log() {
    return PortFixtures.text(engine.log().read(MODEL, engine.log().end(MODEL)));
  }

  private static boolean knows(ModelVersion version, String user) {
    return version.content().data().index().user(user) >= 0;
  }

  @Test
  void user_readmitted_laterInteractionsCount_afterATrainingAndARestartToo() {
    erase(USER);
    assertEquals(SUPPRESSED, append("user-3", "item-1"));
    assertEquals(1, readmit(USER));
    assertEquals(0, readmit(USER));
    assertEquals(STORED, append("user-3", "item-2"));
    assertEquals(STORED, append("user-3", "item-4"));
    assertTrue(knows(World.train(engine, "tiny"), "user-3"));
    restart();
    world.work.runAll();
    assertTrue(knows(World.active(engine), "user-3"));
    assertEquals(STORED, append("user-3", "item-5"));
    assertEquals(
        List.of("user-3/item-2=4.0", "user-3/item-4=4.0", "user-3/item-5=4.0"),
        log().stream().filter(row -> row.startsWith("user-3/")).toList());
  }

  @Test
  void user_readmitted_earlierInteractionsStaySuppressed() {
    erase(USER);
    Instant now = World.NOON;
    var _ = readmit(USER);
    assertEquals(SUPPRESSED, append("user-3", "item-1", now.minus(Duration.ofDays(1))));
    assertEquals(STORED, append("user-3", "item-1", now.plusSeconds(1)));
    assertEquals(0, imported("user-3", "item-2", Long.MIN_VALUE));
    assertEquals(0, imported("user-3", "item-2", now.minusSeconds(1).toEpochMilli()));
    assertEquals(1, imported("user-3", "item-2", now.plusSeconds(1).toEpochMilli()));
  }

  @Test
  void user_erasedAgain_isSuppressedAgain() {
    erase(USER);
    var _ = readmit(USER);
    assertEquals(STORED, append("user-3", "item-2"));
    var _ = World.train(engine, "tiny");
    erase(USER);
    assertFalse(knows(World.active(engine), "user-3"));
    assertEquals(SUPPRESSED, append("user-3", "item-2"));
    assertTrue(log().stream().noneMatch(row -> row.startsWith("user-3/")));
    assertEquals(1, readmit(USER));
    assertEquals(STORED, append("user-3", "item-2"));
  }

  @Test
  void itemAndPair_readmitted_countAgain() {
    Pair pair = World.pair(0);
    ErasureTarget item = new ErasureTarget.Item("item-2");
    erase(new ErasureTarget.Interactions(List.of(pair)));
    erase(item);
    assertEquals(SUPPRESSED, append(pair.user(), pair.item()));
    assertEquals(SUPPRESSED, append("new", "item-2"));
    assertEquals(1, readmit(new ErasureTarget.Interactions(List.of(pair, new Pair("x", "y")))));
    assertEquals(1, readmit(item));
    assertEquals(STORED, append(pair.user(), pair.item()));
    assertEquals(STORED, append("new", "item-2"));
  }

  @Test
  void readmit_whileTheErasureIsUnderWay_isRefused() {
    assertEquals(0, readmit(USER));
    var _ = engine.erasures().accept(request(1, USER));
    assertEquals(
        ErrorKind.CONCURRENT_CHANGE,
        assertThrows(LetheException.class, () -> readmit(USER)).kind());
    world.work.runAll();
    assertEquals(1, readmit(USER));
    assertEquals(0, engine.readmission().readmit(new ModelName("none"), USER));
  }
}
