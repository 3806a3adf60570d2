package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bound against the convex problem over dense score matrices, solved by itself. */
class OptimalityTest {

  private static final float REG = 1.5f;

  private final Kernels kernels = Kernels.fastest();
  private final Workers workers = Workers.serial();
  private final InteractionView view = SmallCases.view();
  private final Confidence confidence = SmallCases.confidence(view);
  private final PairMatrix pairs = PairMatrix.of(view, confidence);
  private final double[][] extras = SmallCases.extras(view, confidence);

  private Optimality measure(PairTables tables) {
    return Optimality.of(kernels, workers, pairs, tables, REG);
  }

  private PairTables polished(int width) {
    PairTables start = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, width);
    return new Polish(kernels, workers, REG, 2e-6f, 500).run(pairs, start, (now, step) -> {})
        .tables();
  }

  private static double[][] scores(PairTables tables) {
    double[][] users = SmallCases.dense(tables.users());
    double[][] items = SmallCases.dense(tables.items());
    double[][] scores = new double[users.length][items.length];
    for (int u = 0; u < users.length; u++) {
      for (int i = 0; i < items.length; i++) {
        scores[u][i] = SmallCases.dot(users[u], items[i]);
      }
    }
    return scores;
  }

  private double[][] residuals(double[][] scores) {
    double[][] out = new double[scores.length][scores[0].length];
    for (int u = 0; u < out.length; u++) {
      for (int i = 0; i < out[u].length; i++) {
        out[u][i] = (1 + extras[u][i]) * ((extras[u][i] > 0 ? 1 : 0) - scores[u][i]);
      }
    }
    return out;
  }

  /** Proximal gradient descent on the squared errors plus 2 reg times the nuclear norm. */
  private double[][] minimum() {
    double slopeMax = 1 + pairs.users().most();
    double[][] scores = new double[SmallCases.USERS][SmallCases.ITEMS];
    for (int step = 0; step < 400; step++) {
      double[][] residuals = residuals(scores);
      for (int u = 0; u < scores.length; u++) {
        for (int i = 0; i < scores[u].length; i++) {
          scores[u][i] += residuals[u][i] / slopeMax;
        }
      }
      scores = DenseSvd.shrunk(scores, REG / slopeMax);
    }
    return scores;
  }

  private static double norm(double[][] matrix) {
    double sum = 0;
    for (double[] row : matrix) {
      sum += SmallCases.dot(row, row);
    }
    return Math.sqrt(sum);
  }

  private static double distance(double[][] from, double[][] to) {
    double[][] difference = new double[from.length][from[0].length];
    for (int u = 0; u < from.length; u++) {
      for (int i = 0; i < from[u].length; i++) {
        difference[u][i] = from[u][i] - to[u][i];
      }
    }
    return norm(difference) / norm(from);
  }

  @Test
  void spectral_isTheNormOfTheDenseResidualsOverReg() {
    PairTables tables = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, 4);
    double expected = DenseSvd.norm(residuals(scores(tables))) / REG;
    assertEquals(1 + Optimality.MARGIN, measure(tables).spectral() / expected, 1e-6);
  }

  @Test
  void distance_atWideRowsPolished_saysThatTheMinimumIsFound() {
    PairTables tables = polished(SmallCases.ITEMS);
    Optimality optimality = measure(tables);
    assertEquals(1, optimality.spectral(), 1e-4);
    assertTrue(optimality.unique(), optimality.toString());
    double real = distance(scores(tables), minimum());
    assertTrue(real <= 1e-4, "real distance " + real);
    assertTrue(real <= optimality.distance(), "real %s, %s".formatted(real, optimality));
  }

  @Test
  void distance_whereRowsAreTooShort_staysAboveTheRealOne() {
    PairTables tables = polished(1);
    Optimality optimality = measure(tables);
    double real = distance(scores(tables), minimum());
    assertTrue(
        Stationarity.of(kernels, workers, pairs, tables, REG).relative() < 1e-5,
        "stationary, and yet no minimum of the scores");
    assertTrue(real > 0.1, "real distance " + real);
    assertTrue(optimality.distance() >= real, "real %s, %s".formatted(real, optimality));
    assertTrue(optimality.spectral() > 1.1, optimality.toString());
    assertFalse(optimality.unique());
  }

  @Test
  void distance_ofAnyTables_isAboveTheRealOne() {
    double[][] minimum = minimum();
    for (int width = 1; width < 7; width++) {
      PairTables tables = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, width);
      double real = distance(scores(tables), minimum);
      assertTrue(measure(tables).distance() >= real, "width " + width);
    }
  }

  @Test
  void distance_ofZeroRows_isNoGround() {
    PairTables tables = SmallCases.tables(SmallCases.USERS, SmallCases.ITEMS, 2);
    Arrays.fill(tables.users().page(0), 0);
    Arrays.fill(tables.items().page(0), 0);
    assertFalse(measure(tables).unique(), "a saddle: the gradient is zero there");
  }
}
