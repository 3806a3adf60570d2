package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;

/**
 * In how many loss terms each parameter row occurs (its degree). Immutable and paged: taking terms
 * away copies the pages it touches and shares the others.
 */
final class TermCounts {

  private static final int PAGE_BITS = 8;
  private static final int ROWS_PER_PAGE = 1 << PAGE_BITS;

  private final float[][][] pages;

  private TermCounts(float[][][] pages) {
    this.pages = pages;
  }

  /** Counts of every row. O(view + rows). */
  static TermCounts of(ViewDerivatives derivatives, ParameterLayout layout) {
    ParameterSelection all = ParameterSelection.all(layout);
    float[] counts = new float[rowCount(all)];
    derivatives.termCounts(all, counts);
    return of(layout, counts);
  }

  /** Every user's and item's number of interactions in a view. O(view + rows). */
  static TermCounts ofInteractions(ParameterLayout layout, InteractionView view) {
    ParameterSelection all = ParameterSelection.all(layout);
    float[] counts = new float[rowCount(all)];
    int first = 0;
    for (int b = 0; b < layout.blocks().size(); b++) {
      Side side = layout.blocks().get(b).side();
      for (int position : side == Side.SHARED ? new int[0] : view.positions()) {
        counts[first
            + (side == Side.USER ? view.all().user(position) : view.all().item(position))]++;
      }
      first += layout.blocks().get(b).rows();
    }
    return of(layout, counts);
  }

  /**
   * Given counts.
   *
   * @param counts of every row, blocks in order; only read
   * @throws IllegalArgumentException if there is not one for each row
   */
  static TermCounts of(ParameterLayout layout, float[] counts) {
    float[][][] pages = new float[layout.blocks().size()][][];
    int start = 0;
    for (int b = 0; b < pages.length; b++) {
      int rows = layout.blocks().get(b).rows();
      if (rows > counts.length - start) {
        throw new IllegalArgumentException(counts.length + " counts are too few for the layout");
      }
      pages[b] = new float[pageCount(rows)][];
      for (int p = 0; p < pages[b].length; p++) {
        int from = start + p * ROWS_PER_PAGE;
        pages[b][p] = Arrays
            .copyOfRange(counts, from, Math.min(from + ROWS_PER_PAGE, start + rows));
      }
      start += rows;
    }
    if (start != counts.length) {
      throw new IllegalArgumentException(counts.length + " counts are too many for the layout");
    }
    return new TermCounts(pages);
  }

  /** The counts of every row, blocks in order; a copy. */
  float[] toArray() {
    int length = 0;
    for (float[][] block : pages) {
      for (float[] page : block) {
        length += page.length;
      }
    }
    float[] counts = new float[length];
    int start = 0;
    for (float[][] block : pages) {
      for (float[] page : block) {
        System.arraycopy(page, 0, counts, start, page.length);
        start += page.length;
      }
    }
    return counts;
  }

  /** Number of rows of all blocks in a selection: the length of a vector of counts. */
  static int rowCount(ParameterSelection selection) {
    int rows = 0;
    for (int b = 0; b < selection.layout().blocks().size(); b++) {
      rows += selection.count(b);
    }
    return rows;
  }

  float get(int block, int row) {
    return pages[block][row >> PAGE_BITS][row & (ROWS_PER_PAGE - 1)];
  }

  /**
   * The same counts for another layout of the same users and items, block by block; rows shared by
   * all interactions have none. O(blocks + shared rows).
   *
   * @param own layout of these counts
   */
  TermCounts over(ParameterLayout own, ParameterLayout other) {
    float[][][] next = new float[other.blocks().size()][][];
    for (int b = 0; b < next.length; b++) {
      ParameterBlock block = other.blocks().get(b);
      int from = block.side() == Side.SHARED ? -1 : own.indexOf(block.side());
      next[b] = from < 0 ? new float[pageCount(block.rows())][ROWS_PER_PAGE] : pages[from];
    }
    return new TermCounts(next);
  }

  private static int pageCount(int rows) {
    return (rows + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE;
  }

  /** Counts of some rows, blocks in order. */
  float[] select(ParameterSelection selection) {
    float[] counts = new float[rowCount(selection)];
    int k = 0;
    for (int b = 0; b < pages.length; b++) {
      for (int position = 0; position < selection.count(b); position++) {
        counts[k++] = get(b, selection.row(b, position));
      }
    }
    return counts;
  }

  /** Counts of the rows of a selection that are in another one too, zero for the others. */
  float[] selectWithin(ParameterSelection selection, ParameterSelection some) {
    float[] counts = new float[rowCount(selection)];
    int first = 0;
    for (int b = 0; b < pages.length; b++) {
      for (int k = 0; k < some.count(b); k++) {
        int row = some.row(b, k);
        counts[first + selection.position(b, row)] = get(b, row);
      }
      first += selection.count(b);
    }
    return counts;
  }

  /**
   * These counts less some terms, never below zero. O(selected rows + touched pages).
   *
   * @param gone one number per selected row, blocks in order
   */
  TermCounts minus(ParameterSelection selection, float[] gone) {
    float[][][] next = pages.clone();
    int k = 0;
    for (int b = 0; b < next.length; b++) {
      next[b] = pages[b].clone();
      int copied = -1;
      for (int position = 0; position < selection.count(b); position++, k++) {
        int row = selection.row(b, position);
        int page = row >> PAGE_BITS;
        if (page != copied) {
          next[b][page] = pages[b][page].clone();
          copied = page;
        }
        int slot = row & (ROWS_PER_PAGE - 1);
        next[b][page][slot] = Math.max(0, next[b][page][slot] - gone[k]);
      }
    }
    return new TermCounts(next);
  }
}
