package io.lethe.engine.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.TargetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecentRowsTest {

  private static final ModelName MODEL = PortFixtures.MOVIES;

  private final RecentRows recent = new RecentRows();

  private record Row(String user, String item, float value) {}

  private Map<String, Float> of(String user, long learned) {
    RecentItems items = recent.of(MODEL, user, learned);
    Map<String, Float> values = new TreeMap<>();
    for (int k = 0; k < items.items().size(); k++) {
      values.put(items.items().get(k), items.values()[k]);
    }
    return values;
  }

  /** The rule in one line: of a user's rows from a place on, the last value of each item. */
  @Test
  void of_manyRows_isTheLastValueOfEachItemSinceThePlace() {
    SplittableRandom random = new SplittableRandom(4);
    List<Row> all = new ArrayList<>();
    recent.hold(MODEL, new Append.Placed(0, PortFixtures.rows()));
    while (all.size() < 600) {
      int first = all.size();
      int size = random.nextInt(1, 20);
      ColumnsBuilder rows = new ColumnsBuilder(size);
      for (int k = 0; k < size; k++) {
        Row row = new Row(
            "user-" + random.nextInt(5), "item-" + random.nextInt(30), random.nextInt(9));
        rows.add(row.user(), row.item(), row.value());
        all.add(row);
      }
      recent.add(MODEL, new Append.Placed(first, rows.build()));
    }
    for (int learned : new int[]{0, 1, 300, 599, 1000}) {
      Map<String, Float> expected = new TreeMap<>();
      all.stream()
          .skip(learned)
          .filter(row -> row.user().equals("user-3"))
          .forEach(row -> expected.put(row.item(), row.value()));
      assertEquals(expected, of("user-3", learned));
      Set<List<String>> pairs = all.stream()
          .skip(learned)
          .map(row -> List.of(row.user(), row.item()))
          .collect(Collectors.toSet());
      Set<List<String>> before = all.stream()
          .limit(learned)
          .map(row -> List.of(row.user(), row.item()))
          .collect(Collectors.toSet());
      assertEquals(pairs.size(), recent.interactionsSince(MODEL, learned));
      assertEquals(
          pairs.stream().filter(pair -> !before.contains(pair)).count(),
          recent.newSince(MODEL, learned, (user, item) -> !before.contains(List.of(user, item))));
    }
    assertEquals(all.size() - 100, recent.rowsSince(MODEL, 100));
  }

  @Test
  void learned_andRemove_letGo() {
    recent.hold(
        MODEL,
        new Append.Placed(
            7,
            PortFixtures.rows("ann", "tea", 1, "bob", "tea", 2, "ann", "mug", 3, "eve", "cup", 4)));
    recent.learned(MODEL, 8);
    assertEquals(Map.of("mug", 3f), of("ann", 0));
    assertEquals(3, recent.rowsSince(MODEL, 8));
    recent.remove(
        MODEL,
        new TargetSet(
            List.of(
                new ErasureTarget.User("bob"), new ErasureTarget.Item("cup"),
                new ErasureTarget.Interactions(List.of(new ErasureTarget.Pair("ann", "tea"))))));
    assertEquals(Map.of(), of("bob", 0));
    assertEquals(Map.of(), of("eve", 0));
    assertEquals(Map.of("mug", 3f), of("ann", 0));
    assertEquals(1, recent.interactionsSince(MODEL, 8));
  }
}
