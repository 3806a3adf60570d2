package io.lethe.engine.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Held against a plain array of names. */
class EventColumnTest {

  private static String[] names(Random random, int rows) {
    String[] names = new String[rows];
    for (int row = 0; row < rows; row++) {
      names[row] = random.nextInt(3) > 0 ? "" : "event-" + random.nextInt(9);
    }
    return names;
  }

  private static EventColumn column(String... names) {
    EventColumn.Builder builder = new EventColumn.Builder(0);
    for (int row = 0; row < names.length; row++) {
      builder.set(row, names[row]);
    }
    return builder.build();
  }

  /** Everything that a column tells. */
  private static void assertHas(String[] expected, EventColumn column) {
    String[] told = IntStream.range(0, expected.length).mapToObj(column::at).toArray(String[]::new);
    assertArrayEquals(expected, told);
    assertEquals("", column.at(expected.length), "beyond the last row");
    assertEquals(
        Arrays.stream(expected).filter(name -> !name.isEmpty()).distinct().toList(),
        column.names());
    byte[] numbers = column.numbers(0, expected.length);
    assertHasNumbers(expected, EventColumn.of(numbers, column.names()));
  }

  private static void assertHasNumbers(String[] expected, EventColumn column) {
    for (int row = 0; row < expected.length; row++) {
      assertEquals(expected[row], column.at(row));
    }
  }

  @Test
  void everyWayToMakeOne_isWhatAnArrayWouldBe() {
    Random random = new Random(169);
    for (int round = 0; round < 500; round++) {
      String[] names = names(random, random.nextInt(20));
      EventColumn column = column(names);
      assertHas(names, column);
      int from = random.nextInt(names.length + 1);
      int to = random.nextInt(from, names.length + 1);
      assertHas(Arrays.copyOfRange(names, from, to), column.range(from, to));
      BitSet some = BitSet.valueOf(new long[]{random.nextLong(1L << names.length)});
      String[] without = names.clone();
      String[] only = new String[names.length];
      Arrays.fill(only, "");
      some.stream().forEach(row -> {
        only[row] = names[row];
        without[row] = "";
      });
      assertHas(without, column.without(some));
      assertHas(only, column.only(some.stream().toArray()));
    }
  }

  @Test
  void builder_rowsInAnyOrderAndOfOtherColumns_lastOneCounts() {
    EventColumn one = column("", "view", "cart", "view");
    EventColumn other = column("cart", "", "purchase");
    EventColumn.Builder builder = new EventColumn.Builder(2);
    builder.set(5, one, 1);
    builder.set(4, one, 2);
    builder.set(3, other, 0);
    builder.set(2, other, 1);
    builder.set(1, other, 2);
    builder.set(0, "view");
    builder.set(1, "buy");
    builder.set(4, "");
    assertHas(new String[]{"view", "buy", "", "cart", "", "view"}, builder.build());
  }

  @Test
  void rowsWithoutEventTypes_areOneAndTheSameColumn() {
    assertSame(EventColumn.NONE, column("", "", ""));
    assertSame(EventColumn.NONE, column("view", "").range(1, 2));
    assertSame(EventColumn.NONE, column("view").without(BitSet.valueOf(new long[]{1})));
    assertSame(EventColumn.NONE, EventColumn.NONE.only(new int[]{0, 7}));
  }

  @Test
  void of_asManyNamesAsAByteTells_noMore() {
    String[] all = IntStream.range(0, 255).mapToObj(k -> "e" + k).toArray(String[]::new);
    assertHas(all, column(all));
    EventColumn.Builder full = new EventColumn.Builder(256);
    IntStream.range(0, 255).forEach(row -> full.set(row, all[row]));
    assertThrows(IllegalStateException.class, () -> full.set(255, "one-more"));
    IllegalArgumentException none = assertThrows(
        IllegalArgumentException.class, () -> EventColumn.of(new byte[]{0, 2}, List.of("view")));
    assertEquals("row 1 has event type 2 of 1", none.getMessage());
  }
}
