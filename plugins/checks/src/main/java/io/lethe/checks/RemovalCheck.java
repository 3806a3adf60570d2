package io.lethe.checks;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The removal gradient, and the rows that it is said to reach, against its definition: a part of the
 * sample goes from all that was trained on.
 */
final class RemovalCheck {

  private static final double TOLERANCE = 0.05;

  /** Of single-precision gradients over all that was trained on. */
  private static final double ROUNDING = 1e-5;

  private final Ground ground;
  private final Removal removal;
  private final ParameterSelection affected;
  private final float[] trained;
  private final float[] retained;
  private final float[] claimed;

  /**
   * Prepares. Costs a gradient over what stays and a removal gradient.
   *
   * @param gradient over all that was trained on, in the sampled rows; only read
   */
  RemovalCheck(Ground ground, InteractionView view, float[] gradient) {
    this.ground = ground;
    this.removal = Removal.of(view, ground.sample().everyThird());
    this.affected = ground.model().affectedRows(removal);
    this.trained = gradient;
    this.retained = new float[gradient.length];
    ground.model()
        .viewedOn(removal.retained())
        .on(removal.retained())
        .gradient(ground.rows(), retained);
    this.claimed = new float[gradient.length];
    ground.model().removalGradient(removal, ground.rows(), claimed);
  }

  /** Measures, of what was prepared. */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      measures.addAll(of(block));
    }
    return measures;
  }

  private List<Measure> of(int block) {
    float[] defined = Vectors.difference(part(trained, block), part(retained, block));
    float[] said = part(claimed, block);
    double size = Vectors.norm(defined);
    double rounding = ROUNDING * Vectors.norm(part(trained, block));
    double away = Vectors.norm(Vectors.difference(said, defined));
    double ratio = Vectors.ratio(Vectors.dot(said, defined), size * size);
    return List.of(
        new Measure(
            Promise.REMOVAL, ground.name(block), -1,
            "distance of the removal gradient from trained less retained",
            Vectors.ratio(Math.max(0, away - rounding), size), 0, TOLERANCE,
            Causes.ofRatio("removal gradient", ratio)),
        new Measure(
            Promise.REMOVAL, ground.name(block), -1,
            "removal gradient outside affectedRows, over all of it,",
            Vectors.ratio(Math.max(0, outside(block, defined) - rounding), size), 0, TOLERANCE,
            "affectedRows misses rows, such as those of sampled negatives"));
  }

  private float[] part(float[] vector, int block) {
    return Arrays.copyOfRange(vector, ground.rows().offset(block), ground.rows().offset(block + 1));
  }

  private double outside(int block, float[] gradient) {
    int width = ground.block(block).width();
    double squares = 0;
    for (int k = 0; k < ground.rows().count(block); k++) {
      if (affected.position(block, ground.rows().row(block, k)) < 0) {
        squares += Vectors.dot(gradient, gradient, k * width, (k + 1) * width);
      }
    }
    return Math.sqrt(squares);
  }
}
