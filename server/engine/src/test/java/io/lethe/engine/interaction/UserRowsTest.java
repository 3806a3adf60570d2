package io.lethe.engine.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.TargetSet;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UserRowsTest {

  /** The last interaction of each item, as a sorted map would hold it. */
  private static final class Plain {
    private final TreeMap<String, UserRows.Fresh> rows = new TreeMap<>();

    void check(UserRows actual, int learned) {
      TreeMap<String, UserRows.Fresh> since = new TreeMap<>(rows);
      since.values().removeIf(row -> row.place() < learned);
      RecentItems items = actual.since(learned).items();
      assertEquals(List.copyOf(since.keySet()), items.items());
      for (int k = 0; k < items.items().size(); k++) {
        assertEquals(since.firstEntry().getValue().what().value(), items.values()[k]);
        var _ = since.pollFirstEntry();
      }
      rows.forEach(
          (item, row) -> assertEquals(
              row.place() < learned ? null : row.what(), actual.find(item, learned)));
      assertNull(actual.find("never", learned));
    }
  }

  @Test
  void with_manyRuns_isTheLastInteractionOfEachItem_readOrNot() {
    SplittableRandom random = new SplittableRandom(8);
    Plain plain = new Plain();
    UserRows rows = UserRows.NONE;
    int place = 0;
    for (int step = 0; step < 400; step++) {
      TreeMap<String, UserRows.Fresh> more = new TreeMap<>();
      for (int k = random.nextInt(1, 6); k > 0; k--) {
        more.put(
            "item-" + random.nextInt(300),
            new UserRows.Fresh(new Dated(random.nextInt(9), random.nextInt(9)), place++));
      }
      plain.rows.putAll(more);
      rows = rows.with(more, step + 1L);
      if (step % 7 == 0) {
        plain.check(rows, random.nextInt(place + 1));
      }
    }
    plain.check(rows, 0);
    assertEquals(plain.rows.size(), rows.size());
  }

  @Test
  void without_whatATargetNames_isGoneFromEveryRun() {
    UserRows rows = UserRows.NONE;
    Map<String, Float> kept = new HashMap<>();
    for (int k = 0; k < 100; k++) {
      rows = rows
          .with(new TreeMap<>(Map.of("item-" + k, new UserRows.Fresh(new Dated(k, 0), k))), k + 1L);
      kept.put("item-" + k, (float) k);
    }
    rows = rows.without(
        "ann",
        new TargetSet(List.of(new ErasureTarget.Item("item-3"), new ErasureTarget.Item("item-99"))),
        101);
    kept.keySet().removeAll(List.of("item-3", "item-99"));
    assertNull(rows.find("item-3", 0));
    Map<String, Float> held = new HashMap<>();
    for (int k = 0; k < rows.size(); k++) {
      held.put(rows.item(k), rows.items().values()[k]);
    }
    assertEquals(kept, held);
    assertTrue(
        rows.without("ann", new TargetSet(List.of(new ErasureTarget.User("ann"))), 102)
            .items()
            .isEmpty());
  }

  /** A sorted whole that is copied for each would copy 200 million. */
  @Test
  void with_oneByOne_copiesEachInteractionAFewTimes() {
    int count = 20_000;
    UserRows rows = UserRows.NONE;
    long begin = allocated();
    for (int k = 0; k < count; k++) {
      int item = k * 7919 % count;
      rows = rows.with(
          new TreeMap<>(Map.of("item-" + item, new UserRows.Fresh(new Dated(1, 0), k))), k + 1L);
    }
    long bytesAnInteraction = (allocated() - begin) / count;
    assertTrue(bytesAnInteraction < 4_000, bytesAnInteraction + " bytes an interaction");
    assertEquals(count, rows.size());
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
