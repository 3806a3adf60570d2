package io.lethe.checks;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts of loss terms, and the factors of the curvature's Kronecker form: {@code v'Gv} over all sampled
 * rows of a side against {@code terms * weight/count * v'(factor/count)v}, v the same in every row up to
 * its sign.
 */
final class TermCheck {

  private static final int DIRECTIONS = 8;

  /** The first ones: in which one of the factors is largest. */
  private static final int MAIN_DIRECTIONS = 2;

  private static final int POWERS = 20;
  private static final double LEAST_MISFIT = 0.3;
  private static final double MISFIT_MOST = 1.7;
  private static final double COUNT_LEAST = 0.45;
  private static final double COUNT_MOST = 2.2;

  /** The Kronecker form takes a term's weight and its derivative for independent. */
  private static final double FACTOR_MOST = 5;

  private final Ground ground;

  TermCheck(Ground ground) {
    this.ground = ground;
  }

  /** Measures. Costs 8 products per block. */
  List<Measure> measures() {
    CurvatureFactors factors = ground.derivatives().curvature();
    List<Measure> measures = new ArrayList<>();
    List<Forms> forms = new ArrayList<>();
    for (int block : ground.blocks()) {
      double terms = terms(block);
      if (ground.block(block).side() == Side.USER && factors.count() > 0) {
        measures.add(
            new Measure(
                Promise.TERM_COUNT, ground.name(block), -1,
                "terms of all users over the number of terms", terms / factors.count(), COUNT_LEAST,
                COUNT_MOST,
                "termCounts counts terms more than once, or curvature().count() other ones"));
      }
      if (!ground.isShared(block) && ground.block(block).width() == factors.width()) {
        Forms found = new Forms(factors, block, terms);
        measures.add(found.measure());
        forms.add(found);
      }
    }
    if (forms.size() == 2) {
      measures.add(places(forms));
    }
    return measures;
  }

  private double terms(int block) {
    ParameterSelection rows = ground.only(block);
    float[] counts = new float[rows.count(block)];
    ground.derivatives().termCounts(rows, counts);
    double terms = 0;
    for (float count : counts) {
      terms += count;
    }
    return terms;
  }

  private Measure places(List<Forms> forms) {
    double own = forms.stream().mapToDouble(Forms::away).sum();
    double swapped = forms.stream().mapToDouble(Forms::awayIfSwapped).sum();
    return new Measure(
        Promise.FACTORS, ground.name(forms.getFirst().block), -1,
        "misfit of the two factors over their misfit in each other's place",
        (own + LEAST_MISFIT) / (swapped + LEAST_MISFIT), 0, MISFIT_MOST,
        "the user's and the item's factor have changed places");
  }

  /** Quadratic forms of one block along some directions. */
  private final class Forms {

    private final int block;
    private double claimed;
    private double found;
    private double away;
    private double awayIfSwapped;

    Forms(CurvatureFactors factors, int block, double terms) {
      this.block = block;
      boolean user = ground.block(block).side() == Side.USER;
      double[] own = user ? factors.userFactor() : factors.itemFactor();
      double[] other = user ? factors.itemFactor() : factors.userFactor();
      double scale = terms * factors.weight() / ((double) factors.count() * factors.count());
      for (int k = 0; k < DIRECTIONS; k++) {
        float[] direction = Vectors.gaussian(ground.random(), factors.width(), 1);
        if (k < MAIN_DIRECTIONS) {
          direction = main(k == 0 ? own : other, direction);
        }
        double curvature = curvature(direction);
        if (curvature == 0 && form(own, direction) == 0) {
          continue;
        }
        found += curvature;
        claimed += scale * form(own, direction);
        away += Math.abs(Math.log(scale * form(own, direction) / curvature));
        awayIfSwapped += Math.abs(Math.log(scale * form(other, direction) / curvature));
      }
    }

    Measure measure() {
      double ratio = claimed == 0 && found == 0 ? 1 : claimed / found;
      return new Measure(
          Promise.FACTORS, ground.name(block), -1,
          "curvature by the factors over that of the Gauss-Newton product", ratio, 1 / FACTOR_MOST,
          FACTOR_MOST, Causes.ofRatio("factor", ratio));
    }

    double away() {
      return away / DIRECTIONS;
    }

    double awayIfSwapped() {
      return awayIfSwapped / DIRECTIONS;
    }

    private double curvature(float[] direction) {
      ParameterSelection rows = ground.only(block);
      float[] all = new float[rows.length()];
      for (int row = 0; row < rows.count(block); row++) {
        // Signs of their own keep rows that meet in one term apart.
        double sign = ground.random().nextBoolean() ? 1 : -1;
        for (int j = 0; j < direction.length; j++) {
          all[row * direction.length + j] = (float) (sign * direction[j]);
        }
      }
      return Vectors.dot(all, ground.gaussNewton(rows, all));
    }
  }

  /** The direction in which a factor is largest, about: power iteration. */
  private static float[] main(double[] matrix, float[] start) {
    float[] vector = start;
    for (int k = 0; k < POWERS; k++) {
      float[] next = new float[vector.length];
      for (int a = 0; a < vector.length; a++) {
        double sum = 0;
        for (int b = 0; b < vector.length; b++) {
          sum += matrix[a * vector.length + b] * vector[b];
        }
        next[a] = (float) sum;
      }
      double size = Vectors.norm(next);
      if (!(size > 0)) {
        return vector;
      }
      vector = Vectors.scaled(next, Math.sqrt(next.length) / size);
    }
    return vector;
  }

  private static double form(double[] matrix, float[] vector) {
    double sum = 0;
    for (int a = 0; a < vector.length; a++) {
      for (int b = 0; b < vector.length; b++) {
        sum += matrix[a * vector.length + b] * vector[a] * vector[b];
      }
    }
    return sum;
  }
}
