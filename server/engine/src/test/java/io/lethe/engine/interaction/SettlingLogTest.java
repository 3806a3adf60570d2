package io.lethe.engine.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlingLogTest {

  private final InMemoryInteractionLog behind = new InMemoryInteractionLog();
  private final AppendLedger appends = new InMemoryErasureLedger().appends();
  private final SettlingLog log = new SettlingLog(behind, appends, Failpoints.none());
  private long ids;

  private void append(long first, InteractionColumns rows) {
    appends.add(
        List.of(
            new Append(
                new UUID(2, ++ids), "digest", MOVIES, NOON, List.of(AppendOutcome.STORED),
                new Append.Placed(first, rows))),
        NOON);
  }

  private static List<String> all(InteractionLog log) {
    return text(log.read(MOVIES, log.end(MOVIES)));
  }

  @Test
  void read_logAndAppends_isOneLog() {
    var _ = behind.append(MOVIES, rows("ann", "tea", 1, "bob", "mug", 2));
    append(2, rows("eve", "tea", 3));
    append(3, rows("ann", "cup", 4, "eve", "mug", 5));
    assertEquals(5, log.end(MOVIES));
    assertEquals(
        List.of("ann/tea=1.0", "bob/mug=2.0", "eve/tea=3.0", "ann/cup=4.0", "eve/mug=5.0"),
        all(log));
    assertEquals(List.of("ann/tea=1.0", "bob/mug=2.0", "eve/tea=3.0"), text(log.read(MOVIES, 3)));
    assertEquals(2, log.count(MOVIES, new ErasureTarget.User("eve")));
    assertThrows(IllegalArgumentException.class, () -> log.read(MOVIES, 6));
    List<String> before = all(log);
    log.settle(MOVIES);
    assertEquals(before, all(log));
    assertEquals(before, all(behind));
    assertEquals(0, appends.end(MOVIES));
  }

  @Test
  void settle_whatComesMeanwhile_stays() {
    append(0, rows("ann", "tea", 1));
    SettlingLog busy = new SettlingLog(behind, appends, point -> {
      if (point == Failpoint.SETTLE_AFTER_APPEND) {
        append(1, rows("bob", "mug", 2));
      }
    });
    busy.settle(MOVIES);
    assertEquals(List.of("ann/tea=1.0"), all(behind));
    assertEquals(List.of("ann/tea=1.0", "bob/mug=2.0"), all(log));
    log.settle(MOVIES);
    assertEquals(List.of("ann/tea=1.0", "bob/mug=2.0"), all(behind));
  }

  @Test
  void purge_whatWaits_goesToo() {
    append(0, rows("ann", "tea", 1, "bob", "mug", 2));
    assertEquals(1, log.purge(MOVIES, List.of(new ErasureTarget.User("ann"))));
    assertEquals(List.of("-", "bob/mug=2.0"), all(log));
  }

  @Test
  void settle_aLogThatLostItsLastRows_isDamaged() {
    append(3, rows("ann", "tea", 1));
    LetheException damaged = assertThrows(LetheException.class, () -> log.settle(MOVIES));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, damaged.kind());
    assertEquals(1, appends.unsettled(MOVIES).size());
  }
}
