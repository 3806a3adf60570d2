package io.lethe.checks;

import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * The Gauss-Newton product in users' and items' rows, and in shared ones where a model lets them move,
 * against the change of the gradient. Both are the
 * same where scores run straight along a direction: what the Hessian has more is the loss's slope times
 * the scores' own bend, {@code sum over terms of l'(s) d2s}, whatever the loss is and whatever its
 * terms are. That they do run straight is seen in the scores. Where they bend, as above a network,
 * only the order of magnitude can be held against it.
 */
final class CurvatureCheck {

  /** Relative to the size of the parameters. */
  private static final double STEP = 0.05;

  /** So many columns are tried for one along which scores run straight. */
  private static final int COLUMNS = 32;

  /** Bend of the scores over the square of their slope, up to which they count as straight. */
  private static final double STRAIGHT = 0.05;

  /** A family may factor its curvature: built-in ones were .78 to 1.32 times the loss's. */
  private static final double TOLERANCE = 2;
  private static final double BENT_TOLERANCE = 20;

  /** Single-precision scores that change by less do not change. */
  private static final double LEAST_CHANGE = 1e-5;

  private final Ground ground;
  /** The sample's scores of the model as it is. */
  private final float[] still;

  CurvatureCheck(Ground ground) {
    this.ground = ground;
    this.still = ground.scores(ground.model());
  }

  /** Measures. Costs 2 gradients, a product and the sample's scores 2 to 66 times per block. */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      if (!ground.isShared(block)) {
        measures.addAll(of(block));
      } else if (ground.sharedMoves()) {
        measures.add(product(block, path(block)));
      }
    }
    return measures;
  }

  private List<Measure> of(int block) {
    Path path = path(block);
    Measure scores = new Measure(
        Promise.SCORES, ground.name(block), -1, "change of the scores with the rows, over theirs,",
        path.change(), LEAST_CHANGE, Double.MAX_VALUE,
        "withDelta leaves what scores are computed of as it was");
    return List.of(product(block, path), scores);
  }

  private Path path(int block) {
    ParameterSelection rows = ground.only(block);
    return new Path(block, rows, straightest(block, rows));
  }

  private Measure product(int block, Path path) {
    boolean straight = path.bend() <= STRAIGHT;
    double ratio = straight ? path.ratio() : path.sizes();
    Measure product = new Measure(
        Promise.CURVATURE, ground.name(block), -1,
        "Gauss-Newton product over the change of the gradient, where scores %s,".formatted(
            straight ? "run straight" : "bend"),
        ratio, 1 / (straight ? TOLERANCE : BENT_TOLERANCE), straight ? TOLERANCE : BENT_TOLERANCE,
        Causes.ofRatio("Gauss-Newton product", ratio));
    return product.kept() ? product : product.at(path.worstRow());
  }

  /** A random direction if scores run straight along it, else one in the straightest column. */
  private Scores straightest(int block, ParameterSelection rows) {
    float[] all = ground.direction(rows);
    Scores best = new Scores(rows, all);
    int width = ground.block(block).width();
    for (int column = 0; column < Math.min(width, COLUMNS) && best.bend() > STRAIGHT; column++) {
      float[] one = new float[all.length];
      for (int k = column; k < one.length; k += width) {
        one[k] = all[k];
      }
      Scores scores = new Scores(rows, one);
      if (scores.bend() <= STRAIGHT) {
        best = scores;
      }
    }
    return best;
  }

  /** How the sample's scores run along a direction. */
  private final class Scores {

    private final float[] direction;
    private double bends;
    private double slopeSquares;
    private double scoreSquares;

    Scores(ParameterSelection rows, float[] direction) {
      this.direction = direction;
      float[] ahead = ground.scores(ground.moved(rows, direction, STEP));
      float[] behind = ground.scores(ground.moved(rows, direction, -STEP));
      for (int k = 0; k < still.length; k++) {
        double slope = ((double) ahead[k] - behind[k]) / 2;
        bends += Math.abs((double) ahead[k] + behind[k] - 2.0 * still[k]);
        slopeSquares += slope * slope;
        scoreSquares += (double) still[k] * still[k];
      }
    }

    /** Infinite where scores do not change. */
    double bend() {
      return slopeSquares == 0 ? Double.POSITIVE_INFINITY : bends / slopeSquares;
    }

    double change() {
      return Math.sqrt(Vectors.ratio(slopeSquares, scoreSquares)) / STEP;
    }
  }

  /** What was claimed and what was found along a direction. */
  private final class Path {

    private final int block;
    private final ParameterSelection rows;
    private final float[] direction;
    private final float[] change;
    private final float[] product;
    private final Scores scores;

    Path(int block, ParameterSelection rows, Scores scores) {
      this.block = block;
      this.rows = rows;
      this.direction = scores.direction;
      this.scores = scores;
      this.change = Vectors.scaled(
          Vectors.difference(
              ground.gradient(ground.moved(rows, direction, STEP), rows),
              ground.gradient(ground.moved(rows, direction, -STEP), rows)),
          1 / (2 * STEP));
      this.product = ground.gaussNewton(rows, direction);
    }

    double bend() {
      return scores.bend();
    }

    double change() {
      return scores.change();
    }

    double ratio() {
      double claimed = Vectors.dot(direction, product);
      double found = Vectors.dot(direction, change);
      return claimed == 0 && found == 0 ? 1 : claimed / found;
    }

    /** Of the vectors' sizes, with the sign of the product. */
    double sizes() {
      double claimed = Vectors.norm(product);
      double found = Vectors.norm(change);
      double size = claimed == 0 && found == 0 ? 1 : claimed / found;
      return Vectors.dot(direction, product) < 0 ? -size : size;
    }

    int worstRow() {
      int width = ground.block(block).width();
      float[] away = Vectors.difference(product, change);
      double most = -1;
      int worst = 0;
      for (int k = 0; k < rows.count(block); k++) {
        double distance = Vectors.dot(away, away, k * width, (k + 1) * width);
        if (!(distance <= most)) {
          most = distance;
          worst = k;
        }
      }
      return rows.row(block, worst);
    }
  }
}
