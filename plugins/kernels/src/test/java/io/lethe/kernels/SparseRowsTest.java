package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparseRowsTest {

  private static final int ROWS = 12;
  private static final int COLUMNS = 30;
  private static final int ENTRIES = 1400;

  /** Row after row, columns ascending; row 5 has none, others have long runs with repetitions. */
  private static SparseRows matrix() {
    int[] rows = new int[ENTRIES];
    int[] columns = new int[ENTRIES];
    int[] drawn = Twins.ints(3, ENTRIES, ROWS * COLUMNS);
    Arrays.sort(drawn);
    for (int k = 0; k < ENTRIES; k++) {
      int row = drawn[k] / COLUMNS;
      rows[k] = row == 5 ? 6 : row % 7;
      columns[k] = drawn[k] % COLUMNS;
    }
    int[] order = IntStream.range(0, ENTRIES)
        .boxed()
        .sorted((a, b) -> rows[a] * COLUMNS + columns[a] - rows[b] * COLUMNS - columns[b])
        .mapToInt(k -> k)
        .toArray();
    return SparseRows.of(
        IntStream.of(order).map(k -> rows[k]).toArray(),
        IntStream.of(order).map(k -> columns[k]).toArray(), ROWS);
  }

  private static float[] product(SparseRows matrix, Kernels kernels, int width) {
    float[] out = Twins.floats(8, 2 + ROWS * width);
    matrix.addProduct(
        kernels, 0, ROWS, Twins.floats(4, ROWS), 0.7f, Twins.floats(5, COLUMNS),
        Twins.floats(6, 3 + COLUMNS * width), 3, width, out, 2);
    return out;
  }

  private static float[] reference(SparseRows matrix, int width) {
    float[] start = Twins.floats(8, 2 + ROWS * width);
    float[] rowWeights = Twins.floats(4, ROWS);
    float[] columnWeights = Twins.floats(5, COLUMNS);
    float[] table = Twins.floats(6, 3 + COLUMNS * width);
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < width; c++) {
        double sum = 0;
        for (int column : matrix.columnsOf(row)) {
          sum += (double) columnWeights[column] * table[3 + column * width + c];
        }
        start[2 + row * width + c] += (float) (0.7f * rowWeights[row] * sum);
      }
    }
    return start;
  }

  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void addProduct_awkwardWidth_twinsAgreeWithTheDefinition(int width) {
    SparseRows matrix = matrix();
    for (Kernels kernels : Twins.both()) {
      assertArrayEquals(
          reference(matrix, width), product(matrix, kernels, width), 1e-4f, kernels.name());
    }
  }

  @Test
  void addProduct_struckEntries_sameBitsAsAMatrixMadeWithoutThem() {
    SparseRows whole = matrix();
    int[] struck = {0, 1, 7, 250, 251, 600, ENTRIES - 1};
    SparseRows less = whole.without(new int[]{7, 600, 0}).without(new int[]{250, 251, 1, 1399});
    assertArrayEquals(struck, less.struck());
    int[] rows = new int[ENTRIES - struck.length];
    int[] columns = new int[rows.length];
    int next = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int k = whole.starts()[row]; k < whole.starts()[row + 1]; k++) {
        if (Arrays.binarySearch(struck, k) < 0) {
          rows[next] = row;
          columns[next++] = whole.columns()[k];
        }
      }
    }
    SparseRows fresh = SparseRows.of(rows, columns, ROWS);
    assertEquals(fresh.size(), less.size());
    for (Kernels kernels : Twins.both()) {
      for (int width : new int[]{5, 32, 48}) {
        assertArrayEquals(product(fresh, kernels, width), product(less, kernels, width));
      }
    }
    for (int row = 0; row < ROWS; row++) {
      assertArrayEquals(fresh.columnsOf(row), less.columnsOf(row));
      assertEquals(fresh.columnsOf(row).length, less.count(row));
    }
  }

  @Test
  void positionOf_repeatedColumn_givesOneAfterTheOtherThenNone() {
    SparseRows matrix = SparseRows.of(new int[]{0, 0, 0, 1, 1}, new int[]{2, 4, 4, 4, 9}, 2);
    assertEquals(1, matrix.positionOf(0, 4));
    SparseRows less = matrix.without(new int[]{1});
    assertEquals(2, less.positionOf(0, 4));
    assertEquals(-1, less.without(new int[]{2}).positionOf(0, 4));
    assertEquals(3, less.positionOf(1, 4));
    assertEquals(-1, matrix.positionOf(1, 2));
    assertEquals(-1, matrix.positionOf(0, 9));
  }
}
