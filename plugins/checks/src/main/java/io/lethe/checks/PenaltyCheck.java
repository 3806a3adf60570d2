package io.lethe.checks;

import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The L2 that the layout declares against the gradient that training left. Where it ended, the loss pulls
 * rows away from zero about as hard as L2 pulls them back, and harder where it stopped early: {@code
 * l2 |x| / |g|} is about 1 or below. A declared L2 far above that is one that training never felt; an
 * influence step would hardly move against it. Shared rows do not move in one.
 */
final class PenaltyCheck {

  private static final double MOST = 5;

  private final Ground ground;
  private final float[] gradient;

  /**
   * Prepares.
   *
   * @param gradient over all that was trained on, in the sampled rows; only read
   */
  PenaltyCheck(Ground ground, float[] gradient) {
    this.ground = ground;
    this.gradient = gradient;
  }

  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      if (!ground.isShared(block) && ground.block(block).l2() > 0) {
        measures.add(of(block));
      }
    }
    return measures;
  }

  private Measure of(int block) {
    ParameterSelection rows = ground.only(block);
    float[] loss = Arrays
        .copyOfRange(gradient, ground.rows().offset(block), ground.rows().offset(block + 1));
    double held = Math.sqrt(moving(loss, ground.parameters(rows), ground.block(block).width()));
    float l2 = ground.block(block).l2();
    return new Measure(
        Promise.PENALTY, ground.name(block), -1,
        "pull of the declared L2 of %s over the pull of the loss".formatted(l2),
        Vectors.ratio(l2 * held, Vectors.norm(loss)), 0, MOST,
        "layout() declares another L2 than training subtracts, or counts it per interaction");
  }

  /** Sum of the squares of the parameters, without columns that are a plugin's constants. */
  private static double moving(float[] gradient, float[] parameters, int width) {
    double squares = 0;
    for (int column = 0; column < width; column++) {
      double moving = 0;
      double own = 0;
      for (int k = column; k < gradient.length; k += width) {
        moving += Math.abs(gradient[k]);
        own += (double) parameters[k] * parameters[k];
      }
      squares += moving == 0 ? 0 : own;
    }
    return squares;
  }
}
