package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingTableTest {

  private static final int ROWS = 1000;
  private static final int WIDTH = 50;

  private final float[] matrix = Twins.floats(1, ROWS * WIDTH);
  private final EmbeddingTable table = EmbeddingTable.copyOf(ROWS, WIDTH, List.of(matrix));

  private static float[] flat(EmbeddingTable table) {
    float[] flat = new float[table.rows() * table.width()];
    for (int row = 0; row < table.rows(); row++) {
      table.copyRow(row, flat, row * table.width());
    }
    return flat;
  }

  @Test
  void copyOf_chunksOfAnyWholeRows_sameRowsOwnPages() {
    float[] head = Arrays.copyOf(matrix, 3 * WIDTH);
    float[] tail = Arrays.copyOfRange(matrix, 3 * WIDTH, matrix.length);
    EmbeddingTable chunked = EmbeddingTable.copyOf(ROWS, WIDTH, List.of(head, new float[0], tail));
    head[0] = 99;
    assertArrayEquals(matrix, flat(chunked));
    assertEquals(1, Integer.bitCount(chunked.rowsPerPage()));
    assertEquals(ROWS * WIDTH, chunked.pages().stream().mapToInt(page -> page.length).sum());
  }

  @Test
  void copyOf_chunksThatDoNotFit_refused() {
    refuse(() -> EmbeddingTable.copyOf(ROWS + 1, WIDTH, List.of(matrix)));
    refuse(() -> EmbeddingTable.copyOf(ROWS - 1, WIDTH, List.of(matrix)));
    refuse(() -> EmbeddingTable.copyOf(1, 4, List.of(new float[3], new float[1])));
    refuse(() -> EmbeddingTable.copyOf(1, 0, List.of()));
    refuse(() -> EmbeddingTable.ofPages(3, 1, 3, List.of(new float[3])));
    refuse(() -> EmbeddingTable.ofPages(3, 1, 2, List.of(new float[2], new float[2])));
    refuse(() -> EmbeddingTable.ofPages(3, 1, 2, List.of(new float[2])));
  }

  private static void refuse(Runnable making) {
    assertThrows(IllegalArgumentException.class, making::run);
  }

  @Test
  void ofPages_pagesOfATable_sharedAndEqual() {
    EmbeddingTable again = EmbeddingTable.ofPages(ROWS, WIDTH, table.rowsPerPage(), table.pages());
    assertSame(table.pageOf(700), again.pageOf(700));
    assertArrayEquals(matrix, flat(again));
  }

  @Test
  void wrap_anyRowCount_onePageShared() {
    for (int rows : new int[]{0, 1, 2, 3, 64, 65}) {
      float[] own = Twins.floats(2, rows * 7);
      EmbeddingTable wrapped = EmbeddingTable.wrap(own, 7);
      assertEquals(rows, wrapped.rows());
      assertArrayEquals(own, flat(wrapped));
      assertEquals(rows == 0 ? 0 : 1, wrapped.pageCount());
    }
  }

  @Test
  void plusRows_fewRows_baseUntouchedOtherPagesShared() {
    int[] rows = {999, 3, 4, 3};
    float[] amounts = Twins.floats(5, rows.length * WIDTH + 2);
    EmbeddingTable next = table.plusRows(rows, amounts, 2);
    float[] expected = matrix.clone();
    for (int k = 0; k < rows.length; k++) {
      for (int c = 0; c < WIDTH; c++) {
        expected[rows[k] * WIDTH + c] += amounts[2 + k * WIDTH + c];
      }
    }
    assertArrayEquals(expected, flat(next));
    assertArrayEquals(matrix, flat(table));
    assertPagesShared(next, 0, table.pageCount() - 1);
  }

  private void assertPagesShared(EmbeddingTable next, int... own) {
    for (int p = 0; p < table.pageCount(); p++) {
      int page = p;
      if (Arrays.stream(own).anyMatch(x -> x == page)) {
        assertNotSame(table.page(p), next.page(p));
      } else {
        assertSame(table.page(p), next.page(p));
      }
    }
  }

  @Test
  void withRowsAndWithZeroRows_fewRows_replacedBaseUntouched() {
    float[] values = Twins.floats(6, 2 * WIDTH);
    EmbeddingTable replaced = table.withRows(new int[]{500, 2}, values, 0);
    EmbeddingTable zeroed = replaced.withZeroRows(new int[]{2});
    float[] expected = matrix.clone();
    System.arraycopy(values, 0, expected, 500 * WIDTH, WIDTH);
    System.arraycopy(values, WIDTH, expected, 2 * WIDTH, WIDTH);
    assertArrayEquals(expected, flat(replaced));
    Arrays.fill(expected, 2 * WIDTH, 3 * WIDTH, 0);
    assertArrayEquals(expected, flat(zeroed));
    assertArrayEquals(matrix, flat(table));
    assertPagesShared(zeroed, 0, 500 / table.rowsPerPage());
  }

  @Test
  void grown_anyCount_zerosAfterTheRowsFullPagesShared() {
    for (int count : new int[]{ROWS, ROWS + 1, ROWS + 2000}) {
      EmbeddingTable grown = table.grown(count);
      assertEquals(count, grown.rows());
      assertArrayEquals(Arrays.copyOf(matrix, count * WIDTH), flat(grown));
      for (int p = 0; p < table.pageCount() - 1; p++) {
        assertSame(table.page(p), grown.page(p));
      }
    }
    assertSame(table, table.grown(ROWS));
    assertArrayEquals(matrix, flat(table));
    assertThrows(IllegalArgumentException.class, () -> table.grown(ROWS - 1));
    float[] wrapped = Twins.floats(2, 21);
    assertArrayEquals(Arrays.copyOf(wrapped, 70), flat(EmbeddingTable.wrap(wrapped, 7).grown(10)));
    assertArrayEquals(new float[14], flat(EmbeddingTable.zeros(0, 7).grown(2)));
  }

  @Test
  void withRows_rowOutOfRange_refused() {
    for (int row : new int[]{-1, ROWS}) {
      assertThrows(IndexOutOfBoundsException.class, () -> table.withZeroRows(new int[]{0, row}));
    }
  }

  @Test
  void differingRows_thoseWhoseBitsDiffer_ofTheRowsThatBothHave() {
    int[] changed = {0, 7, 500, ROWS - 1};
    float[] amounts = new float[changed.length * WIDTH];
    amounts[0] = amounts[WIDTH] = amounts[3 * WIDTH] = 1;
    EmbeddingTable next = table.plusRows(changed, amounts, 0);
    assertArrayEquals(new int[]{0, 7, ROWS - 1}, next.differingRows(table));
    assertArrayEquals(new int[]{0, 7, ROWS - 1}, next.grown(ROWS + 300).differingRows(table));
    assertArrayEquals(new int[0], table.differingRows(table));
    assertArrayEquals(new int[0], EmbeddingTable.wrap(matrix, WIDTH).differingRows(table));
    assertEquals(ROWS, EmbeddingTable.zeros(ROWS, WIDTH + 1).differingRows(table).length);
    float[] zero = {0};
    float[] other = {-0f};
    assertArrayEquals(
        new int[]{0}, EmbeddingTable.wrap(zero, 1).differingRows(EmbeddingTable.wrap(other, 1)));
  }
}
