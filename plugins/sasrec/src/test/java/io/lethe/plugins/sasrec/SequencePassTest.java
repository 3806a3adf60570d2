package io.lethe.plugins.sasrec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.kernels.loss.Logistic;
import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forward and backward passes against plain formulas and differences. */
class SequencePassTest {

  private static final int ITEMS = 40;

  private static SasrecShape shape(int width, int blocks, int window) {
    return new SasrecShape(
        new LossTerms(Objective.IMPLICIT, 0, 2, 1), new AttentionShape(width, blocks, window), 1f);
  }

  private static Numbers random(SasrecShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Numbers numbers = Numbers.zeros(shape, ITEMS);
    for (double[] array : new double[][]{numbers.items(), numbers.layers()}) {
      for (int k = 0; k < array.length; k++) {
        array[k] = 0.5 * random.nextGaussian();
      }
    }
    return numbers;
  }

  private static UserTerms terms(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] history = random.ints(length, 0, ITEMS).toArray();
    int[] contexts = Walks.range(0, length + 1);
    int[] items = random.ints(length + 1, 0, ITEMS).toArray();
    float[] labels = new float[length + 1];
    for (int k = 0; k < labels.length; k += 2) {
      labels[k] = 1;
    }
    return new UserTerms(history, contexts, items, labels);
  }

  private static double loss(SasrecShape shape, Numbers at, UserTerms terms) {
    double[] loss = new double[1];
    new SequencePass(shape).run(at, terms, (term, score) -> {
      loss[0] += Logistic.loss(score, terms.labels()[term]);
      return 0;
    }, null);
    return loss[0];
  }

  /** Every parameter one by one. */
  @ParameterizedTest
  @CsvSource({"5, 1, 4, 9", "4, 2, 3, 8", "3, 3, 2, 7", "4, 1, 1, 5", "6, 1, 20, 6", "4, 2, 5, 0"})
  void gradient_isTheSlopeOfTheLoss(int width, int blocks, int window, int length) {
    SasrecShape shape = shape(width, blocks, window);
    Numbers at = random(shape, 1);
    UserTerms terms = terms(length, 2);
    Numbers gradient = Numbers.zeros(shape, ITEMS);
    new SequencePass(shape)
        .run(at, terms, (term, score) -> Logistic.residual(score, terms.labels()[term]), gradient);
    assertSlopes(shape, at, terms, at.items(), gradient.items());
    assertSlopes(shape, at, terms, at.layers(), gradient.layers());
  }

  private static void assertSlopes(
      SasrecShape shape, Numbers at, UserTerms terms, double[] values, double[] slopes) {
    for (int k = 0; k < values.length; k++) {
      double kept = values[k];
      values[k] = kept + 1e-5;
      double ahead = loss(shape, at, terms);
      values[k] = kept - 1e-5;
      double behind = loss(shape, at, terms);
      values[k] = kept;
      int number = k;
      assertEquals((ahead - behind) / 2e-5, slopes[k], 1e-7, () -> "number " + number);
    }
  }

  /** What a long history is cut into does not show, neither in scores nor in slopes. */
  @ParameterizedTest
  @CsvSource({"1, 7", "2, 5"})
  void pieces_ofALongHistory_changeNothing(int blocks, int window) {
    SasrecShape shape = shape(4, blocks, window);
    Numbers at = random(shape, 3);
    UserTerms all = terms(1300, 4);
    Numbers whole = Numbers.zeros(shape, ITEMS);
    Numbers single = Numbers.zeros(shape, ITEMS);
    double[] scores = new double[all.size()];
    SequencePass pass = new SequencePass(shape);
    pass.run(at, all, (term, score) -> {
      scores[term] = score;
      return Math.sin(term);
    }, whole);
    for (int k = 0; k < all.size(); k++) {
      int one = k;
      UserTerms only = new UserTerms(
          all.history(), new int[]{all.contexts()[k]}, new int[]{all.items()[k]}, new float[]{0});
      pass.run(at, only, (term, score) -> {
        assertEquals(scores[one], score, 1e-12);
        return Math.sin(one);
      }, single);
    }
    assertArrayEquals(whole.layers(), single.layers(), 1e-9);
    assertArrayEquals(whole.items(), single.items(), 1e-9);
  }

  /** Attention written as its formula says, for one block of one row of width 2. */
  @Test
  void oneBlock_isTheFormula() {
    SasrecShape shape = shape(2, 1, 2);
    Numbers at = random(shape, 5);
    UserTerms terms = new UserTerms(new int[]{3}, new int[]{1}, new int[]{7}, new float[]{1});
    double[] l = at.layers();
    double[] start = normalized(l[0], l[1]);
    double x0 = at.items()[9];
    double x1 = at.items()[10];
    double[] n = normalized(x0, x1);
    // attention at 2, distances at 6, value at 8, inner at 12, outer at 18
    double[] u = {n[0] * l[2] + n[1] * l[4], n[0] * l[3] + n[1] * l[5]};
    double own = Math.exp((u[0] * n[0] + u[1] * n[1]) / Math.sqrt(2) + l[6]);
    double back = Math.exp((u[0] * start[0] + u[1] * start[1]) / Math.sqrt(2) + l[7]);
    double[] m = {(own * n[0] + back * start[0]) / (own + back),
        (own * n[1] + back * start[1]) / (own + back)};
    double[] y = {x0 + m[0] * l[8] + m[1] * l[10], x1 + m[0] * l[9] + m[1] * l[11]};
    double[] z = normalized(y[0], y[1]);
    double[] a = {swish(z[0] * l[12] + z[1] * l[14] + l[16]),
        swish(z[0] * l[13] + z[1] * l[15] + l[17])};
    double[] h = normalized(
        y[0] + a[0] * l[18] + a[1] * l[20] + l[22], y[1] + a[0] * l[19] + a[1] * l[21] + l[23]);
    double expected = h[0] * at.items()[21] + h[1] * at.items()[22] + at.items()[23];
    new SequencePass(shape).run(at, terms, (term, score) -> {
      assertEquals(expected, score, 1e-12);
      return 0;
    }, null);
  }

  private static double[] normalized(double a, double b) {
    double half = (a - b) / 2;
    double scale = 1 / Math.sqrt(half * half + 1e-6);
    return new double[]{half * scale, -half * scale};
  }

  private static double swish(double x) {
    return x / (1 + Math.exp(-x));
  }
}
