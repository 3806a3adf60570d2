package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.spi.ViewDerivatives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The retained loss terms of some rows. Where a row's terms come from its own interactions, only those
 * are looked at; where others' interactions give it terms too (negatives), all that stay are.
 *
 * @param index of the columns that the retained interactions are part of
 * @param retained what stays
 * @param whole whether rows have terms of interactions that do not touch them
 */
record RetainedTerms(InteractionIndex index, InteractionView retained, boolean whole) {

  /**
   * Finds out by the first row of each side whether its own interactions hold all its terms.
   *
   * @param rows that move
   * @param counts loss terms of all rows in what stays
   */
  static RetainedTerms of(
      DifferentiableModel space, InteractionIndex index, InteractionView retained,
      ParameterSelection rows, TermCounts counts) {
    RetainedTerms own = new RetainedTerms(index, retained, false);
    ParameterSelection few = firstRows(Selections.ofSides(rows));
    float[] wanted = counts.select(few);
    float[] held = new float[wanted.length];
    own.on(space, few).termCounts(few, held);
    boolean whole = false;
    for (int k = 0; k < wanted.length; k++) {
      whole |= wanted[k] - held[k] >= AffectedRows.NO_TERM;
    }
    return new RetainedTerms(index, retained, whole);
  }

  private static ParameterSelection firstRows(ParameterSelection rows) {
    List<int[]> first = new ArrayList<>();
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      first.add(Arrays.copyOf(rows.rows(b), Math.min(1, rows.count(b))));
    }
    return ParameterSelection.of(rows.layout(), first);
  }

  /** Derivatives over all retained terms of some rows. O(degrees of the rows * width), or of all. */
  ViewDerivatives on(DifferentiableModel space, ParameterSelection rows) {
    return space.on(whole ? retained : touching(rows));
  }

  /**
   * The same of a model that gives every row's own curvature.
   *
   * @throws IllegalStateException if it does not
   */
  RowCurvatures rowCurvatures(DifferentiableModel space, ParameterSelection rows) {
    if (on(space, rows) instanceof RowCurvatures offered) {
      return offered;
    }
    throw new IllegalStateException("a model that offered its rows' curvature takes it back");
  }

  /** The retained interactions that touch some rows, each once. */
  InteractionView touching(ParameterSelection rows) {
    return InteractionView.of(retained.all().at(index.touching(rows, retained)));
  }

  /** Number of a row's retained interactions. */
  int degree(Side side, int row) {
    return index.positions(side, row, retained).length;
  }
}
