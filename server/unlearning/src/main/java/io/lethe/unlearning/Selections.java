package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import java.util.Collections;
import java.util.List;

/** Selections this package needs again and again. */
final class Selections {

  private Selections() {}

  /** No row. */
  static ParameterSelection none(ParameterLayout layout) {
    List<int[]> rows = Collections.nCopies(layout.blocks().size(), new int[0]);
    return ParameterSelection.of(layout, rows);
  }

  /** The model with some rows set to zero; the model itself if there are none. */
  static DifferentiableModel drop(DifferentiableModel model, ParameterSelection rows) {
    if (rows.length() == 0) {
      return model;
    }
    return model.withDelta(new ParameterDelta(none(rows.layout()), new float[0], rows));
  }
}
