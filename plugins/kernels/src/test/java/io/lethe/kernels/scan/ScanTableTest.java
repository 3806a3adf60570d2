package io.lethe.kernels.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists by bounds are those of all products, to the last bit, whatever the numbers are. */
class ScanTableTest {

  private static final long SEED = 7;
  private static final List<Kernels> BOTH = List.of(Kernels.scalar(), Kernels.fastest());

  /** What is done to a table of normally distributed numbers. */
  enum Rows {
    /** Nothing. */
    NORMAL,
    /** Each row has a size of its own, from next to nothing to huge. */
    ANY_SIZE,
    /** Numbers are -1, 0 and 1: many products are equal. */
    TIES,
    /** Every third row has a number that is not finite. */
    NOT_FINITE,
    /** Rows are equal in groups. */
    EQUAL,
    /** One column is so large that rounding leaves nothing of the others. */
    ONE_COLUMN,
    /** All numbers are below the normal floats. */
    DENORMAL,
    /** All are zero. */
    ZERO;

    EmbeddingTable table(int rows, int width, SplittableRandom random) {
      float[] matrix = new float[rows * width];
      for (int row = 0; row < rows; row++) {
        double size = this == ANY_SIZE ? Math.pow(10, random.nextDouble(-45, 38)) : 1;
        for (int c = 0; c < width; c++) {
          matrix[row * width + c] = number(size, c, random);
        }
        if (this == EQUAL) {
          System.arraycopy(matrix, row / 7 * width, matrix, row * width, width);
        }
        if (this == NOT_FINITE && row % 3 == 0) {
          matrix[row * width + random.nextInt(width)] = switch (random.nextInt(3)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            default -> Float.NEGATIVE_INFINITY;
          };
        }
      }
      return EmbeddingTable.copyOf(rows, width, List.of(matrix));
    }

    private float number(double size, int column, SplittableRandom random) {
      return switch (this) {
        case TIES -> random.nextInt(3) - 1;
        case DENORMAL -> Float.MIN_VALUE * random.nextInt(5);
        case ZERO -> 0;
        case ONE_COLUMN -> column == 0 ? 1000 + random.nextInt(5) : (float) random.nextGaussian();
        case NORMAL, ANY_SIZE, NOT_FINITE, EQUAL -> (float) (size * random.nextGaussian());
      };
    }
  }

  private static float[] query(int width, double size, SplittableRandom random) {
    float[] query = new float[width];
    for (int c = 0; c < width; c++) {
      query[c] = (float) (size * random.nextGaussian());
    }
    return query;
  }

  private static void assertSameLists(
      ScanTable scanned, Kernels kernels, float[] query, int[] excluded, int wanted) {
    int[] items = new int[wanted];
    float[] scores = new float[wanted];
    int[] expected = new int[wanted];
    float[] expectedScores = new float[wanted];
    int found = new ItemScan(kernels)
        .topItems(scanned.table(), query, 0, excluded, expected, expectedScores);
    assertEquals(found, scanned.topItems(query, 0, excluded, items, scores));
    assertArrayEquals(Arrays.copyOf(expected, found), Arrays.copyOf(items, found));
    assertArrayEquals(Arrays.copyOf(expectedScores, found), Arrays.copyOf(scores, found));
  }

  @ParameterizedTest
  @EnumSource
  void topItems_anyTable_bitsOfItemScan(Rows kind) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Kernels kernels : BOTH) {
      for (int width : new int[]{1, 7, 16, 34, 48, 64, 65, 130}) {
        for (int rows : new int[]{1, 5, 700, 5000}) {
          ScanTable table = ScanTable.rounding(kernels, kind.table(rows, width, random));
          int[] third = IntStream.range(0, rows).filter(row -> row % 3 == 1).toArray();
          for (double size : new double[]{1, 1e-3, 1e-30, 1e-44, 1e25, 1e37, Double.NaN}) {
            float[] query = query(width, size, random);
            assertSameLists(table, kernels, query, new int[0], 10);
            assertSameLists(table, kernels, query, third, random.nextInt(100));
          }
        }
      }
    }
  }

  /** The proof's inequality on rows that are nearly all error, and how far the bound lies above. */
  @ParameterizedTest
  @EnumSource
  void bounds_anyTable_areNeverBelowTheProduct(Rows kind) {
    SplittableRandom random = new SplittableRandom(SEED);
    int width = 64;
    EmbeddingTable table = kind.table(2000, width, random);
    for (Kernels kernels : BOTH) {
      for (int q = 0; q < 20; q++) {
        float[] query = query(width, 1, random);
        double size = 0;
        for (float number : query) {
          size += Math.abs(number);
        }
        int count = table.page(0).length / width;
        RoundedRows rounded = RoundedRows.of(table, 0, 1);
        float[] bounds = new float[count];
        float[] products = new float[count];
        float slack = RoundedRows.slack(size, width);
        kernels
            .bounds(query, 0, width, rounded.codes(), 0, rounded.scales(), 0, count, slack, bounds);
        kernels.dots(query, 0, width, table.page(0), 0, count, products, 0);
        for (int row = 0; row < count; row++) {
          float product = products[row];
          assertTrue(!(product > bounds[row]), () -> kind + " " + product);
          double most = product + rounded.scales()[row] * 1.01 * size;
          assertTrue(!(bounds[row] > most) || Float.isNaN(rounded.scales()[row]));
        }
      }
    }
  }

  /** A change costs the parts that it touched, and what it left out of the old table is not kept. */
  @Test
  void changedTo_sharesRoundedRowsOfSharedPages_andNoOthers() {
    SplittableRandom random = new SplittableRandom(5);
    Kernels kernels = Kernels.fastest();
    int rows = 66_000;
    EmbeddingTable table = Rows.NORMAL.table(rows, 64, random);
    ScanTable first = ScanTable.of(kernels, table);
    assertEquals(List.of(), first.codes(), "nothing is rounded before the first scan");
    float[] query = query(64, 1, random);
    assertSameLists(first, kernels, query, new int[0], 10);
    assertSameLists(first, kernels, query, new int[0], 10);
    int parts = first.codes().size();
    assertTrue(parts > 10, parts + " parts");
    EmbeddingTable moved = table.withRows(new int[]{0, 9}, query(2 * 64, 9, random), 0)
        .grown(rows + 1);
    ScanTable next = first.changedTo(moved);
    assertEquals(parts - 2, next.codes().size());
    for (int run = 0; run < 3; run++) {
      assertSameLists(next, kernels, query(64, 1, random), new int[0], 10);
    }
    assertEquals(parts, next.codes().size());
    assertNotSame(first.codes().getFirst(), next.codes().getFirst());
    assertNotSame(first.codes().getLast(), next.codes().getLast());
    assertSame(first.codes().get(1), next.codes().get(1));
    assertSame(first.scales().get(1), next.scales().get(1));
  }

  @Test
  void of_smallTableOrScalarKernels_roundsNothing() {
    SplittableRandom random = new SplittableRandom(5);
    for (ScanTable plain : List.of(
        ScanTable.of(Kernels.fastest(), Rows.NORMAL.table(1000, 64, random)),
        ScanTable.of(Kernels.scalar(), Rows.NORMAL.table(66_000, 64, random)))) {
      assertSameLists(plain, BOTH.get(0), new float[64], new int[0], 3);
      assertEquals(List.of(), plain.codes());
    }
  }

  /** Kernels that count the rows that each method is given. */
  private static Kernels counting(Map<String, Integer> rows) {
    Kernels kernels = Kernels.fastest();
    return (Kernels) Proxy.newProxyInstance(
        Kernels.class.getClassLoader(), new Class<?>[]{Kernels.class},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "dots" -> rows.merge("dots", (int) arguments[5], Integer::sum);
            case "manyDots" -> rows.merge("manyDots", (int) arguments[6], Integer::sum);
            case "bounds" -> rows.merge("bounds", (int) arguments[7], Integer::sum);
            default -> {
            }
          }
          return method.invoke(kernels, arguments);
        });
  }

  /** What a scan costs, in rows and not in time: the guard that this does not slowly get worse. */
  @Test
  void topItems_normalRows_eachIsBoundedOnceAndFewAreComputed() {
    int rows = 40_000;
    Map<String, Integer> counts = new HashMap<>();
    SplittableRandom random = new SplittableRandom(6);
    ScanTable table = ScanTable.rounding(counting(counts), Rows.NORMAL.table(rows, 64, random));
    table.topItems(query(64, 1, random), 0, new int[0], new int[10], new float[10]);
    assertEquals(rows, counts.getOrDefault("bounds", 0));
    assertTrue(counts.getOrDefault("dots", 0) < rows / 50, counts::toString);
    assertEquals(0, counts.getOrDefault("manyDots", 0));
  }

  /** Where rounding leaves nothing, the rest of the rows is computed in their places. */
  @Test
  void topItems_boundsOfNoUse_costsOneScanAndAFewRows() {
    int rows = 40_000;
    Map<String, Integer> counts = new HashMap<>();
    SplittableRandom random = new SplittableRandom(6);
    ScanTable table = ScanTable.rounding(counting(counts), Rows.ONE_COLUMN.table(rows, 64, random));
    table.topItems(query(64, 1, random), 0, new int[0], new int[10], new float[10]);
    assertTrue(counts.getOrDefault("dots", 0) <= rows / 8, counts::toString);
    assertTrue(counts.getOrDefault("manyDots", 0) <= rows);
  }

  @Test
  void topItems_severalQueries_readEachRowOnce() {
    int rows = 2_000;
    Map<String, Integer> counts = new HashMap<>();
    SplittableRandom random = new SplittableRandom(6);
    new ItemScan(counting(counts)).topItems(
        Rows.NORMAL.table(rows, 64, random), query(32 * 64, 1, random), new int[32][0],
        new int[32][10], new float[32][10]);
    assertEquals(Map.of("manyDots", rows), counts);
  }
}
