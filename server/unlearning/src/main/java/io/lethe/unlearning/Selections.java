package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
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

  /** The model with some rows set to zero; the model itself if there are none. */
  static DifferentiableModel drop(DifferentiableModel model, ParameterSelection rows) {
    if (rows.length() == 0) {
      return model;
    }
    return model.withDelta(new ParameterDelta(none(rows.layout()), new float[0], rows));
  }
}
