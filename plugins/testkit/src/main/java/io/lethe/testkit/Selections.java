package io.lethe.testkit;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Selections of rows, and vectors over them. */
final class Selections {

  private Selections() {}

  /** Every third row of each block. */
  static ParameterSelection some(ParameterLayout layout) {
    List<int[]> rows = new ArrayList<>();
    for (ParameterBlock block : layout.blocks()) {
      rows.add(IntStream.range(0, block.rows()).filter(row -> row % 3 == 1).toArray());
    }
    return ParameterSelection.of(layout, rows);
  }

  /** No row. */
  static ParameterSelection none(ParameterLayout layout) {
    return ParameterSelection
        .of(layout, layout.blocks().stream().map(block -> new int[0]).toList());
  }

  /** The model a step along a direction. */
  static DifferentiableModel moved(
      DifferentiableModel model, ParameterSelection selection, float[] direction, double step) {
    return model.withDelta(
        new ParameterDelta(selection, Vectors.scaled(direction, step), none(model.layout())));
  }

  /** The rows of {@code some} out of a vector over all rows. */
  static float[] picked(float[] vector, ParameterSelection all, ParameterSelection some) {
    float[] picked = new float[some.length()];
    eachRow(all, some, (from, to) -> picked[to] = vector[from]);
    return picked;
  }

  /** A vector over some rows as one over all, zero elsewhere. */
  static float[] embedded(float[] vector, ParameterSelection some, ParameterSelection all) {
    float[] embedded = new float[all.length()];
    eachRow(all, some, (to, from) -> embedded[to] = vector[from]);
    return embedded;
  }

  /** Goes through the parameters of some rows. */
  static void eachRow(ParameterSelection all, ParameterSelection some, Pairing pairing) {
    for (int block = 0; block < some.layout().blocks().size(); block++) {
      int width = some.layout().blocks().get(block).width();
      for (int k = 0; k < some.count(block) * width; k++) {
        int row = some.row(block, k / width);
        pairing.pair(all.offset(block) + row * width + k % width, some.offset(block) + k);
      }
    }
  }

  /** What to do with a place among all rows and the same one among some. */
  interface Pairing {
    void pair(int inAll, int inSome);
  }
}
