package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows one removal reaches, which of them it moves and which it drops.
 *
 * <p>Rows shared by all interactions stay where they are unless {@link #withShared} lets them move:
 * one removal changes them by its share of all data. How much of the removal lies in them is measured,
 * and bounded.
 *
 * @param affected every row that the removal reaches, shared ones included
 * @param moved rows that keep some loss terms
 * @param dropped rows of erased entities and rows without a term left; disjoint from moved
 * @param left loss terms left, one number per moved row, blocks in order; modified by nobody
 * @param after the counts of all rows after the removal
 */
record AffectedRows(
    ParameterSelection affected, ParameterSelection moved, ParameterSelection dropped, float[] left,
    TermCounts after) {

  /** Below this a count is zero: counts are whole numbers held as floats. */
  static final float NO_TERM = 0.5f;

  /** Sorts the rows affected by a removal. O(affected rows). */
  static AffectedRows of(
      DifferentiableModel model, TermCounts counts, Removal removal, ErasedEntities erased) {
    ParameterSelection affected = model.affectedRows(removal);
    float[] gone = new float[TermCounts.rowCount(affected)];
    if (removal.forget().size() > 0) {
      model.on(InteractionView.of(removal.forget())).termCounts(affected, gone);
    }
    return new Sorting(model.layout(), counts, affected, gone, erased).result();
  }

  /** The same with shared rows moving too. O(affected rows). */
  AffectedRows withShared() {
    ParameterSelection more = Selections.union(moved, Selections.shared(affected));
    return new AffectedRows(affected, more, dropped, after.select(more), after);
  }

  /**
   * The same removal through a graph, where it reaches every row that has terms left. O(rows).
   *
   * @param layout of the parameters beneath the graph, for the same users and items
   */
  AffectedRows reachingAll(ParameterLayout layout) {
    ParameterSelection gone = Selections.over(layout, dropped);
    TermCounts terms = after.over(dropped.layout(), layout);
    ParameterSelection rows = withTerms(gone, terms);
    return new AffectedRows(rows, rows, gone, terms.select(rows), terms);
  }

  /** Loss terms that go from the rows that move, users' and items' together. */
  double termsGone(TermCounts before) {
    return difference(before.select(moved), after.select(moved));
  }

  private static double difference(float[] before, float[] now) {
    double difference = 0;
    for (int k = 0; k < before.length; k++) {
      difference += before[k] - now[k];
    }
    return difference;
  }

  /** Every user's and item's row that is not dropped and has terms left. O(rows). */
  ParameterSelection withTerms() {
    return withTerms(dropped, after);
  }

  private static ParameterSelection withTerms(ParameterSelection gone, TermCounts terms) {
    ParameterLayout layout = gone.layout();
    List<int[]> left = new ArrayList<>();
    for (int b = 0; b < layout.blocks().size(); b++) {
      int block = b;
      left.add(
          IntStream.range(0, layout.blocks().get(b).rows())
              .filter(row -> terms.get(block, row) >= NO_TERM && gone.position(block, row) < 0)
              .toArray());
    }
    return ParameterSelection.of(layout, left);
  }

  /** The pass over all affected rows. */
  private static final class Sorting {

    private final ParameterLayout layout;
    private final ParameterSelection affected;
    private final TermCounts after;
    private final ErasedEntities erased;
    private final List<int[]> moved = new ArrayList<>();
    private final List<int[]> dropped = new ArrayList<>();
    private final float[] movedLeft;
    private int movedLength;

    Sorting(
        ParameterLayout layout, TermCounts counts, ParameterSelection affected, float[] gone,
        ErasedEntities erased) {
      this.layout = layout;
      this.affected = affected;
      this.after = counts.minus(affected, gone);
      this.erased = erased;
      this.movedLeft = new float[gone.length];
    }

    AffectedRows result() {
      int k = 0;
      for (int b = 0; b < layout.blocks().size(); b++) {
        k = sort(b, k);
      }
      return new AffectedRows(
          affected, ParameterSelection.of(layout, moved), ParameterSelection.of(layout, dropped),
          Arrays.copyOf(movedLeft, movedLength), after);
    }

    private int sort(int block, int first) {
      int[] all = affected.rows(block);
      Side side = layout.blocks().get(block).side();
      if (side == Side.SHARED) {
        moved.add(new int[0]);
        dropped.add(new int[0]);
        return first + all.length;
      }
      int movedCount = 0;
      int[] empty = new int[all.length];
      int emptyCount = 0;
      for (int k = 0; k < all.length; k++) {
        float left = after.get(block, all[k]);
        if (left < NO_TERM || isErased(side, all[k])) {
          empty[emptyCount++] = all[k];
        } else {
          movedLeft[movedLength++] = left;
          all[movedCount++] = all[k];
        }
      }
      moved.add(Arrays.copyOf(all, movedCount));
      dropped.add(withErased(side, Arrays.copyOf(empty, emptyCount)));
      return first + affected.count(block);
    }

    private boolean isErased(Side side, int row) {
      return side == Side.USER ? erased.containsUser(row) : erased.containsItem(row);
    }

    /** An erased entity without interactions is in no gradient, and still has a row to drop. */
    private int[] withErased(Side side, int[] rows) {
      int[] whole = side == Side.USER ? erased.users() : erased.items();
      if (whole.length == 0) {
        return rows;
      }
      int[] union = Arrays.copyOf(rows, rows.length + whole.length);
      System.arraycopy(whole, 0, union, rows.length, whole.length);
      return Arrays.stream(union).sorted().distinct().toArray();
    }
  }
}
