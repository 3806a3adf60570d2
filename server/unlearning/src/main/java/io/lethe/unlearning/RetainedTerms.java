package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.spi.ViewDerivatives;

/**
 * The retained interactions, looked at only as far as they touch the rows asked for.
 *
 * @param index of the columns that the retained interactions are part of
 * @param retained what stays
 */
record RetainedTerms(InteractionIndex index, InteractionView retained) {

  /** Derivatives over all retained terms of some rows. O(degrees of the rows * width). */
  ViewDerivatives on(DifferentiableModel space, ParameterSelection rows) {
    return space.on(touching(rows));
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
}
