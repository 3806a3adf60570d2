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

  /** Each with exclusions and a length of its own; ties and scores that are not finite abound. */
  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_severalQueries_bitsOfOneAfterTheOther(Kernels kernels) {
    ItemScan scan = new ItemScan(kernels);
    for (int rows : new int[]{0, 1, 127, 700, 2049}) {
      EmbeddingTable table = awkward(rows);
      for (int count : new int[]{0, 1, 2, 4, 7, 33}) {
        float[] queries = Twins.floats(count, count * WIDTH);
        int[][] excluded = new int[count][];
        int[][] items = new int[count][];
        float[][] scores = new float[count][];
        for (int q = 0; q < count; q++) {
          int step = q + 2;
          excluded[q] = q % 3 == 0
              ? new int[0]
              : IntStream.range(0, rows).filter(row -> row % step == 0).toArray();
          items[q] = new int[q * 5 % 23];
          scores[q] = new float[items[q].length];
        }
        int[] filled = scan.topItems(table, queries, excluded, items, scores);
        for (int q = 0; q < count; q++) {
          int[] alone = new int[items[q].length];
          float[] scored = new float[alone.length];
          int found = scan.topItems(table, queries, q * WIDTH, excluded[q], alone, scored);
          assertEquals(found, filled[q]);
          assertArrayEquals(Arrays.copyOf(alone, found), Arrays.copyOf(items[q], found));
          assertArrayEquals(Arrays.copyOf(scored, found), Arrays.copyOf(scores[q], found));
        }
      }
    }
  }

  /** Rows of which many are equal, zero, not a number, infinite, huge or next to nothing. */
  private static EmbeddingTable awkward(int rows) {
    float[] matrix = Twins.floats(rows, rows * WIDTH);
    for (int row = 0; row < rows; row++) {
      switch (row % 9) {
        case 1 -> System.arraycopy(matrix, 0, matrix, row * WIDTH, WIDTH);
        case 2 -> Arrays.fill(matrix, row * WIDTH, (row + 1) * WIDTH, 0);
        case 3 -> matrix[row * WIDTH + row % WIDTH] = Float.NaN;
        case 4 -> matrix[row * WIDTH + row % WIDTH] = Float.POSITIVE_INFINITY;
        case 5 -> matrix[row * WIDTH + row % WIDTH] = Float.MAX_VALUE;
        case 6 -> Arrays.fill(matrix, row * WIDTH, (row + 1) * WIDTH, Float.MIN_VALUE);
        default -> matrix[row * WIDTH] *= 2;
      }
    }
    return EmbeddingTable.copyOf(rows, WIDTH, List.of(matrix));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void topItems_severalQueriesInArraysOfOtherLengths_refused(Kernels kernels) {
    EmbeddingTable table = Twins.table(4, 3, WIDTH);
    var thrown = assertThrows(
        IllegalArgumentException.class, () -> new ItemScan(kernels)
            .topItems(table, new float[WIDTH + 1], new int[1][0], new int[1][2], new float[1][2]));
    assertEquals(
        "35 floats for queries of 34, 1 exclusions, 1 lists of items and 1 of scores",
        thrown.getMessage());
  }
}
