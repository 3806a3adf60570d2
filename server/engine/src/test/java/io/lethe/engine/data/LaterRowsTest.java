package io.lethe.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that grew row by row is the data of all rows read at once. */
class LaterRowsTest {

  private static final int BATCHES = 12;

  private record Row(String user, String item, float value, boolean counts) {}

  /** Pairs come again in later batches, never in one; users and items are new in every batch. */
  private static List<List<Row>> batches(SplittableRandom random) {
    List<List<Row>> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      List<Row> rows = new ArrayList<>();
      Set<String> pairs = new HashSet<>();
      int size = random.nextInt(1, 60);
      for (int k = 0; k < size; k++) {
        String user = "u" + random.nextInt(5 + 3 * b);
        String item = "i" + random.nextInt(4 + 2 * b);
        if (pairs.add(user + " " + item)) {
          rows.add(new Row(user, item, random.nextInt(1, 6), random.nextInt(8) > 0));
        }
      }
      batches.add(rows);
    }
    return batches;
  }

  private static InteractionColumns columns(List<Row> rows) {
    Map<String, Integer> users = new LinkedHashMap<>();
    Map<String, Integer> items = new LinkedHashMap<>();
    int[] userOf = new int[rows.size()];
    int[] itemOf = new int[rows.size()];
    float[] values = new float[rows.size()];
    for (int k = 0; k < userOf.length; k++) {
      Row row = rows.get(k);
      userOf[k] = users.computeIfAbsent(row.user(), absent -> users.size());
      itemOf[k] = items.computeIfAbsent(row.item(), absent -> items.size());
      values[k] = row.value();
    }
    return new InteractionColumns(
        List.copyOf(users.keySet()), List.copyOf(items.keySet()), userOf, itemOf, values);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void growing_isReadingAllAtOnce(double share) {
    for (int seed = 0; seed < 40; seed++) {
      List<List<Row>> batches = batches(new SplittableRandom(seed));
      ValidationSplit split = new ValidationSplit(7, share);
      List<Row> all = new ArrayList<>(batches.getFirst());
      VersionData grown = data(all, split);
      for (List<Row> more : batches.subList(1, BATCHES)) {
        grown = grown.with(columns(more), row -> !more.get(row).counts());
        all.addAll(more);
        requireSame(data(all, split), grown);
      }
    }
  }

  private static VersionData data(List<Row> rows, ValidationSplit split) {
    boolean none = rows.stream().noneMatch(Row::counts);
    return VersionDataReader
        .forTraining(columns(rows), row -> !none && !rows.get(row).counts(), split);
  }

  private static void requireSame(VersionData expected, VersionData grown) {
    assertEquals(expected.index().ids(), grown.index().ids());
    assertEquals(expected.index().liveUsers(), grown.index().liveUsers());
    assertArrayEquals(expected.live().positions(), grown.live().positions());
    assertArrayEquals(expected.trained().positions(), grown.trained().positions());
    Map<String, Integer> found = new HashMap<>();
    for (int position : expected.live().positions()) {
      int user = expected.live().all().user(position);
      int item = expected.live().all().item(position);
      assertEquals(user, grown.live().all().user(position));
      assertEquals(item, grown.live().all().item(position));
      assertEquals(expected.live().all().value(position), grown.live().all().value(position));
      found.put(expected.index().userId(user) + " " + expected.index().itemId(item), position);
    }
    requireSameLists(expected, grown, found);
  }

  private static void requireSameLists(
      VersionData expected, VersionData grown, Map<String, Integer> found) {
    for (int user = 0; user < expected.index().userCount(); user++) {
      String id = expected.index().userId(user);
      assertEquals(user, grown.index().user(id));
      assertEquals(expected.index().keys().user(user), grown.index().keys().user(user));
      assertArrayEquals(expected.seen(user), grown.seen(user));
      assertArrayEquals(
          live(expected, expected.table().ofUser(user)), live(grown, grown.table().ofUser(user)));
      for (int item = 0; item < expected.index().itemCount(); item++) {
        String itemId = expected.index().itemId(item);
        assertEquals(found.getOrDefault(id + " " + itemId, -1), grown.find(id, itemId));
      }
    }
    for (int item = 0; item < expected.index().itemCount(); item++) {
      assertArrayEquals(
          live(expected, expected.table().ofItem(item)), live(grown, grown.table().ofItem(item)));
    }
  }

  private static int[] live(VersionData data, int[] positions) {
    return Arrays.stream(positions).filter(data.live()::contains).toArray();
  }
}
