package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ItemScanTest {

  private static final int WIDTH = 34;

  static List<Kernels> kernels() {
    return Twins.both();
  }

  private static void assertRanked(Kernels kernels, EmbeddingTable table, int[] excluded, int n) {
    float[] query = Twins.floats(77, WIDTH + 1);
    int[] items = new int[n];
    float[] scores = new float[n];
    int count = new ItemScan(kernels).topItems(table, query, 1, excluded, items, scores);

    int[] all = IntStream.range(0, table.rows()).toArray();
    float[] every = new float[table.rows()];
    kernels.gatherDots(table, all, 0, all.length, query, 1, every);
    int[] expected = IntStream.of(all)
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer item) -> -every[item])
                .thenComparing(Comparator.naturalOrder()))
        .limit(n)
        .mapToInt(Integer::intValue)
        .toArray();
    assertEquals(expected.length, count);
    assertArrayEquals(expected, Arrays.copyOf(items, count));
    for (int k = 0; k < count; k++) {
      assertEquals(every[items[k]], scores[k], "the scan's bits are the gathered product's");
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_anyTableAndCount_sortedScores(Kernels kernels) {
    for (int rows : new int[]{0, 1, 5, 127, 128, 129, 1000, 2049}) {
      EmbeddingTable table = Twins.table(rows, rows, WIDTH);
      for (int n : new int[]{0, 1, 10, 100, 3000}) {
        assertRanked(kernels, table, new int[0], n);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_exclusions_neverListed(Kernels kernels) {
    EmbeddingTable table = Twins.table(3, 700, WIDTH);
    int[] odd = IntStream.range(0, 350).map(k -> 2 * k + 1).toArray();
    int[] everything = IntStream.range(0, 700).toArray();
    int[] tail = IntStream.range(100, 900).toArray();
    for (int[] excluded : List.of(odd, everything, tail, new int[]{0}, new int[]{699})) {
      assertRanked(kernels, table, excluded, 20);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_manyTies_lowerIndexFirst(Kernels kernels) {
    EmbeddingTable few = Twins.table(4, 3, WIDTH);
    float[] repeated = new float[600 * WIDTH];
    for (int row = 0; row < 600; row++) {
      few.copyRow(row * 7 % 3, repeated, row * WIDTH);
    }
    EmbeddingTable table = EmbeddingTable.copyOf(600, WIDTH, List.of(repeated));
    assertRanked(kernels, table, new int[]{0, 3, 4, 200}, 450);
    assertRanked(kernels, EmbeddingTable.zeros(300, WIDTH), new int[]{1}, 10);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_scoresNotFinite_nanNeverListedInfinitiesRanked(Kernels kernels) {
    float[] matrix = new float[5 * WIDTH];
    matrix[0] = Float.NaN;
    matrix[WIDTH] = Float.NEGATIVE_INFINITY;
    matrix[2 * WIDTH] = 1;
    matrix[3 * WIDTH] = Float.POSITIVE_INFINITY;
    float[] query = new float[WIDTH];
    query[0] = 1;
    int[] items = new int[5];
    EmbeddingTable table = EmbeddingTable.copyOf(5, WIDTH, List.of(matrix));
    int count = new ItemScan(kernels).topItems(table, query, 0, new int[0], items, new float[5]);
    assertArrayEquals(new int[]{3, 2, 4, 1}, Arrays.copyOf(items, count));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_arraysOfDifferentLength_refused(Kernels kernels) {
    EmbeddingTable table = Twins.table(4, 3, WIDTH);
    assertThrows(
        IllegalArgumentException.class, () -> new ItemScan(kernels)
            .topItems(table, new float[WIDTH], 0, new int[0], new int[2], new float[3]));
  }
}
