package io.lethe.checks;

import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * What the Gauss-Newton product makes in users' and items' rows of a move of a shared block, against
 * the change of their gradient. Shared rows that move are solved in one system with the others, and a
 * product without this part is as symmetric and as positive as one with it. Scores bend where a layer
 * lies above rows, so that the order of magnitude alone can be held against it.
 */
final class CrossCheck {

  /** Relative to the size of the parameters. */
  private static final double STEP = 0.05;

  /** The scores' bend may be many times their slopes' part, which is never missing. */
  private static final double TOLERANCE = 1000;

  private final Ground ground;

  CrossCheck(Ground ground) {
    this.ground = ground;
  }

  /** Measures. Costs 2 gradients and a product per shared block. */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      if (ground.isShared(block)) {
        measures.add(of(block));
      }
    }
    return measures;
  }

  private Measure of(int block) {
    ParameterSelection rows = ground.rows();
    ParameterSelection shared = ground.only(block);
    float[] own = ground.direction(shared);
    float[] direction = new float[rows.length()];
    System.arraycopy(own, 0, direction, rows.offset(block), own.length);
    float[] change = Vectors.scaled(
        Vectors.difference(
            ground.gradient(ground.moved(shared, own, STEP), rows),
            ground.gradient(ground.moved(shared, own, -STEP), rows)),
        1 / (2 * STEP));
    double claimed = ofSides(rows, ground.gaussNewton(rows, direction));
    double found = ofSides(rows, change);
    double ratio = claimed == 0 && found == 0 ? 1 : claimed / found;
    return new Measure(
        Promise.CURVATURE, ground.name(block), -1,
        "Gauss-Newton product in users' and items' rows over the change of their gradient", ratio,
        1 / TOLERANCE, TOLERANCE, Causes.ofRatio("product between shared and other rows", ratio));
  }

  /** The norm in rows of users and items. */
  private double ofSides(ParameterSelection rows, float[] vector) {
    double squares = 0;
    for (int block : ground.blocks()) {
      if (!ground.isShared(block)) {
        squares += Vectors.dot(vector, vector, rows.offset(block), rows.offset(block + 1));
      }
    }
    return Math.sqrt(squares);
  }
}
