package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Selections this package needs again and again. */
final class Selections {

  private Selections() {}

  /** No row. */
  static ParameterSelection none(ParameterLayout layout) {
    List<int[]> rows = Collections.nCopies(layout.blocks().size(), new int[0]);
    return ParameterSelection.of(layout, rows);
  }

  /** One row. */
  static ParameterSelection one(ParameterLayout layout, int block, int row) {
    return ParameterSelection.of(
        layout,
        IntStream.range(0, layout.blocks().size())
            .mapToObj(b -> b == block ? new int[]{row} : new int[0])
            .toList());
  }

  /** The rows that are in one of two selections. */
  static ParameterSelection union(ParameterSelection left, ParameterSelection right) {
    List<int[]> rows = new ArrayList<>();
    for (int b = 0; b < left.layout().blocks().size(); b++) {
      rows.add(
          IntStream.concat(IntStream.of(left.rows(b)), IntStream.of(right.rows(b)))
              .sorted()
              .distinct()
              .toArray());
    }
    return ParameterSelection.of(left.layout(), rows);
  }

  /** The rows of the same sides in another layout of the same users and items. */
  static ParameterSelection over(ParameterLayout layout, ParameterSelection rows) {
    if (layout.equals(rows.layout())) {
      return rows;
    }
    List<int[]> others = new ArrayList<>();
    for (ParameterBlock block : layout.blocks()) {
      int from = block.side() == Side.SHARED ? -1 : rows.layout().indexOf(block.side());
      others.add(from < 0 ? new int[0] : rows.rows(from));
    }
    return ParameterSelection.of(layout, others);
  }

  /** Every row but some. */
  static ParameterSelection allBut(ParameterSelection rows) {
    ParameterLayout layout = rows.layout();
    if (rows.length() == 0) {
      return ParameterSelection.all(layout);
    }
    List<int[]> others = new ArrayList<>();
    for (int b = 0; b < layout.blocks().size(); b++) {
      int block = b;
      others.add(
          IntStream.range(0, layout.blocks().get(b).rows())
              .filter(row -> rows.position(block, row) < 0)
              .toArray());
    }
    return ParameterSelection.of(layout, others);
  }

  /** The rows of one block. */
  static ParameterSelection only(ParameterSelection rows, int block) {
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      some.add(b == block ? rows.rows(b) : new int[0]);
    }
    return ParameterSelection.of(rows.layout(), some);
  }

  /** The rows of blocks that all interactions share. */
  static ParameterSelection shared(ParameterSelection rows) {
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      boolean shared = rows.layout().blocks().get(b).side() == Side.SHARED;
      some.add(shared ? rows.rows(b) : new int[0]);
    }
    return ParameterSelection.of(rows.layout(), some);
  }

  /** The rows of users and items. */
  static ParameterSelection ofSides(ParameterSelection rows) {
    List<int[]> some = new ArrayList<>();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      boolean shared = rows.layout().blocks().get(b).side() == Side.SHARED;
      some.add(shared ? new int[0] : rows.rows(b));
    }
    return ParameterSelection.of(rows.layout(), some);
  }

  /** The part of a vector that is over some of its rows, none outside them. */
  static float[] restrict(ParameterSelection rows, float[] vector, ParameterSelection some) {
    float[] part = new float[some.length()];
    for (int b = 0; b < some.layout().blocks().size(); b++) {
      int width = some.layout().blocks().get(b).width();
      for (int k = 0; k < some.count(b); k++) {
        int from = rows.offset(b) + rows.position(b, some.row(b, k)) * width;
        System.arraycopy(vector, from, part, some.offset(b) + k * width, width);
      }
    }
    return part;
  }

  /** A vector over more rows, zero in the others. */
  static float[] expand(ParameterSelection some, float[] part, ParameterSelection rows) {
    float[] vector = new float[rows.length()];
    for (int b = 0; b < some.layout().blocks().size(); b++) {
      int width = some.layout().blocks().get(b).width();
      for (int k = 0; k < some.count(b); k++) {
        int to = rows.offset(b) + rows.position(b, some.row(b, k)) * width;
        System.arraycopy(part, some.offset(b) + k * width, vector, to, width);
      }
    }
    return vector;
  }
}
