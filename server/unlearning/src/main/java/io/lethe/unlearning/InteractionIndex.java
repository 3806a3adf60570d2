package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Where in the columns each user's and each item's interactions stand, so that work on some rows
 * costs what touches them. Made once for the columns and shared by all versions on them: it lists
 * left-out interactions too. Immutable; two numbers per interaction.
 */
final class InteractionIndex {

  private final Interactions all;
  private final Positions users;
  private final Positions items;

  /** Row {@code r} has {@code positions[starts[r] .. starts[r + 1] - 1]}, ascending. */
  private record Positions(int[] starts, int[] positions) {

    static Positions of(int size, int rows, IntUnaryOperator row) {
      int[] starts = new int[rows + 1];
      for (int p = 0; p < size; p++) {
        starts[row.applyAsInt(p) + 1]++;
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] next = starts.clone();
      int[] positions = new int[size];
      for (int p = 0; p < size; p++) {
        positions[next[row.applyAsInt(p)]++] = p;
      }
      return new Positions(starts, positions);
    }
  }

  private InteractionIndex(Interactions all, Positions users, Positions items) {
    this.all = all;
    this.users = users;
    this.items = items;
  }

  /** Indexes columns. O(interactions + rows). */
  static InteractionIndex of(Interactions all) {
    return new InteractionIndex(
        all, Positions.of(all.size(), all.keys().userCount(), all::user),
        Positions.of(all.size(), all.keys().itemCount(), all::item));
  }

  /** This index if it is of these columns, else a new one of them. */
  InteractionIndex over(Interactions columns) {
    return all == columns ? this : of(columns);
  }

  /** Number of a row's interactions, left-out ones included. O(1). */
  int degree(Side side, int row) {
    Positions of = side(side);
    return of.starts[row + 1] - of.starts[row];
  }

  /** Positions of a row's interactions that count in a view, ascending. O(degree). */
  int[] positions(Side side, int row, InteractionView view) {
    Positions of = side(side);
    return Arrays.stream(of.positions, of.starts[row], of.starts[row + 1])
        .filter(view::contains)
        .toArray();
  }

  /** The key of a row's user or item. */
  long key(Side side, int row) {
    return side == Side.USER ? all.keys().user(row) : all.keys().item(row);
  }

  /** The row on the other side of an interaction. */
  int partner(Side side, int position) {
    return side == Side.USER ? all.item(position) : all.user(position);
  }

  /**
   * Positions that count in a view and whose user or item is selected, each once. O(degrees of the
   * selected rows).
   */
  int[] touching(ParameterSelection rows, InteractionView view) {
    int userBlock = rows.layout().indexOf(Side.USER);
    int itemBlock = rows.layout().indexOf(Side.ITEM);
    PositionList found = new PositionList(reach(rows));
    for (int k = 0; userBlock >= 0 && k < rows.count(userBlock); k++) {
      found.addAll(positions(Side.USER, rows.row(userBlock, k), view));
    }
    for (int k = 0; itemBlock >= 0 && k < rows.count(itemBlock); k++) {
      for (int position : positions(Side.ITEM, rows.row(itemBlock, k), view)) {
        if (userBlock < 0 || rows.position(userBlock, all.user(position)) < 0) {
          found.add(position);
        }
      }
    }
    return found.toArray();
  }

  /** Degrees of the selected rows added up: the most interactions that touch them. */
  int reach(ParameterSelection rows) {
    long reach = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      Side side = rows.layout().blocks().get(b).side();
      for (int k = 0; side != Side.SHARED && k < rows.count(b); k++) {
        reach += degree(side, rows.row(b, k));
      }
    }
    return (int) Math.min(reach, all.size());
  }

  private Positions side(Side side) {
    return switch (side) {
      case USER -> users;
      case ITEM -> items;
      case SHARED -> throw new IllegalArgumentException("shared rows have no interactions");
    };
  }

  /** Positions collected so far, at most the room there is. */
  private static final class PositionList {

    private final int[] positions;
    private int size;

    PositionList(int room) {
      this.positions = new int[room];
    }

    void add(int position) {
      positions[size++] = position;
    }

    void addAll(int[] some) {
      System.arraycopy(some, 0, positions, size, some.length);
      size += some.length;
    }

    int[] toArray() {
      return Arrays.copyOf(positions, size);
    }
  }
}
