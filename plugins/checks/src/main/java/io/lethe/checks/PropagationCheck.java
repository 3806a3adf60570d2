package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Gauss-Newton product in a model's own parameters against the one in its final embeddings, which
 * is held against the scores: {@code v'Gv = (Pv)'F(Pv)}, Pv the change of the final embeddings.
 */
final class PropagationCheck {

  private static final double STEP = 0.05;
  private static final double TOLERANCE = 0.1;

  private final Ground own;
  private final Ground influence;

  PropagationCheck(Ground own, Ground influence) {
    this.own = own;
    this.influence = influence;
  }

  /** Measures. Costs 2 products and 2 propagations per block. */
  List<Measure> measures() {
    ParameterSelection finals = withTerms();
    List<Measure> measures = new ArrayList<>();
    for (int block : own.blocks()) {
      ParameterSelection rows = own.only(block);
      float[] direction = own.direction(rows);
      float[] change = Vectors.scaled(
          Vectors.difference(
              finals(own.moved(rows, direction, STEP), finals),
              finals(own.moved(rows, direction, -STEP), finals)),
          1 / (2 * STEP));
      double found = Vectors.dot(change, influence.gaussNewton(finals, change));
      double claimed = Vectors.dot(direction, own.gaussNewton(rows, direction));
      double ratio = claimed == 0 && found == 0 ? 1 : claimed / found;
      measures.add(
          new Measure(
              Promise.CURVATURE, own.name(block), -1,
              "Gauss-Newton product over that of the change of the final embeddings", ratio,
              1 - TOLERANCE, 1 + TOLERANCE, Causes.ofRatio("Gauss-Newton product", ratio)));
    }
    return measures;
  }

  /** Every row of the final embeddings that the sample's loss depends on. O(rows). */
  private ParameterSelection withTerms() {
    ParameterSelection all = ParameterSelection.all(influence.layout());
    int blocks = influence.layout().blocks().size();
    float[] counts = new float[IntStream.range(0, blocks).map(all::count).sum()];
    influence.derivatives().termCounts(all, counts);
    List<int[]> rows = new ArrayList<>();
    int first = 0;
    for (int b = 0; b < blocks; b++) {
      int from = first;
      rows.add(IntStream.range(0, all.count(b)).filter(row -> counts[from + row] > 0).toArray());
      first += all.count(b);
    }
    return ParameterSelection.of(influence.layout(), rows);
  }

  private static float[] finals(DifferentiableModel moved, ParameterSelection finals) {
    float[] embeddings = new float[finals.length()];
    ((EmbeddingModel) moved).inFinalSpace().parameters(finals, embeddings);
    return embeddings;
  }
}
