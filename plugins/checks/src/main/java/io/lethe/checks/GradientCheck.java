package io.lethe.checks;

import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;

/** The gradient against central differences of the loss, block by block. */
final class GradientCheck {

  /** Relative to the size of the parameters. */
  private static final double STEP = 0.01;

  private static final int DIRECTIONS = 4;
  private static final int ROWS_SEARCHED = 64;
  private static final double TOLERANCE = 0.05;
  private static final double MISFIT = 0.15;

  /** The loss is a sum of single-precision scores: a change below this share of it is rounding. */
  private static final double ROUNDING = 1e-6;

  private final Ground ground;
  private final double noise;

  GradientCheck(Ground ground) {
    this.ground = ground;
    this.noise = ROUNDING * ground.derivatives().loss() / (2 * STEP);
  }

  /** Measures. Costs 10 losses per block. */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      ParameterSelection rows = ground.only(block);
      float[] gradient = ground.gradient(ground.model(), rows);
      Slopes slopes = new Slopes();
      for (int k = 0; k < DIRECTIONS; k++) {
        slopes.add(rows, gradient, ground.direction(rows));
      }
      slopes.add(rows, gradient, along(rows, gradient));
      measures.add(ratio(block, rows, gradient, slopes.ratio()));
      measures.add(
          new Measure(
              Promise.GRADIENT, ground.name(block), -1,
              "distance of gradient and slope of the loss", slopes.misfit(), 0, MISFIT,
              Causes.ofRatio("gradient", slopes.ratio())));
    }
    return measures;
  }

  /** The claimed gradient, as long as the parameters are; no number is more than ten times as long. */
  private float[] along(ParameterSelection rows, float[] gradient) {
    double size = Vectors.rms(ground.parameters(rows));
    double largest = 0;
    for (float value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    double scale = Math.min(10 * size / largest, size / Vectors.rms(gradient));
    return Double.isFinite(scale) ? Vectors.scaled(gradient, scale) : ground.direction(rows);
  }

  /** What was claimed and what was found along directions. */
  private final class Slopes {

    private double claimedFound;
    private double foundFound;
    private double claimedClaimed;
    private int directions;

    void add(ParameterSelection rows, float[] gradient, float[] direction) {
      double found = slope(rows, direction);
      double claimed = Vectors.dot(gradient, direction);
      claimedFound += claimed * found;
      foundFound += found * found;
      claimedClaimed += claimed * claimed;
      directions++;
    }

    /** 1 where neither says anything. */
    double ratio() {
      double least = noise * noise * directions;
      if (claimedClaimed <= least && foundFound <= least) {
        return 1;
      }
      return claimedFound / Math.max(foundFound, least);
    }

    double misfit() {
      double least = noise * noise * directions;
      double squares = claimedClaimed - 2 * claimedFound + foundFound;
      return squares <= least ? 0 : Math.sqrt(squares / Math.max(foundFound, least));
    }
  }

  private double slope(ParameterSelection rows, float[] direction) {
    double ahead = ground.loss(ground.moved(rows, direction, STEP));
    double behind = ground.loss(ground.moved(rows, direction, -STEP));
    return (ahead - behind) / (2 * STEP);
  }

  private Measure ratio(int block, ParameterSelection rows, float[] gradient, double ratio) {
    Measure all = measure(block, -1, ratio);
    return all.kept() ? all : measure(block, worstRow(block, rows, gradient), ratio);
  }

  private Measure measure(int block, int row, double ratio) {
    return new Measure(
        Promise.GRADIENT, ground.name(block), row, "gradient over the slope of the loss", ratio,
        1 - TOLERANCE, 1 + TOLERANCE, Causes.ofRatio("gradient", ratio));
  }

  /** The row whose gradient and slope are furthest from each other, among the first ones. */
  private int worstRow(int block, ParameterSelection rows, float[] gradient) {
    int width = ground.block(block).width();
    int worst = rows.row(block, 0);
    double most = -1;
    for (int k = 0; k < Math.min(ROWS_SEARCHED, rows.count(block)); k++) {
      ParameterSelection row = ground.one(block, rows.row(block, k));
      float[] direction = ground.direction(row);
      double claimed = 0;
      for (int j = 0; j < width; j++) {
        claimed += (double) gradient[k * width + j] * direction[j];
      }
      double away = Math.abs(claimed - slope(row, direction));
      if (!(away <= most)) {
        most = away;
        worst = rows.row(block, k);
      }
    }
    return worst;
  }
}
