package io.lethe.training.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.FactorTables;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import io.lethe.training.TrainingPairs;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadRowsTest {

  private static final int FACTORS = 5;
  private static final float DEVIATION = 0.2f;
  private static final int USERS = 60;
  private static final int ITEMS = 40;

  private final InteractionView whole = InteractionView
      .of(new SyntheticRatings(3, USERS, ITEMS, 12).generate());
  private final LossTerms terms = new LossTerms(Objective.IMPLICIT, 3, 3, 4, 9);

  private FactorTables drawn(boolean biases) {
    Map<String, String> given = Map.of("factors", Integer.toString(FACTORS));
    TrainingOptions options = TrainingOptions
        .parse(new OptionValues(TrainingOptions.all(Map.of()), given));
    return FactorTables.fresh(options, biases, whole.all().keys(), new CoupledRandom(1));
  }

  private FactorTables spread(InteractionView view, int rounds, boolean biases) {
    FactorTables tables = drawn(biases);
    new SpreadRows(TrainingPairs.of(view, terms), FACTORS, DEVIATION).spread(tables, rounds);
    return tables;
  }

  /** Positive interactions as a dense matrix, each divided by the roots of both degrees. */
  private double[][] normalized() {
    double[][] matrix = new double[USERS][ITEMS];
    Interactions all = whole.all();
    double[] users = new double[USERS];
    double[] items = new double[ITEMS];
    IntStream.range(0, all.size()).filter(k -> all.value(k) >= 3).forEach(k -> {
      matrix[all.user(k)][all.item(k)]++;
      users[all.user(k)]++;
      items[all.item(k)]++;
    });
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        matrix[u][i] /= Math.sqrt(Math.max(1, users[u]) * Math.max(1, items[i]));
      }
    }
    double allDegrees = Arrays.stream(users).sum();
    // Less its first singular pair: the roots of the degrees, of singular value 1.
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        matrix[u][i] -= Math.sqrt(users[u] * items[i]) / allDegrees;
      }
    }
    return matrix;
  }

  private static double[] times(double[][] matrix, double[] vector, boolean transposed) {
    double[] out = new double[transposed ? matrix[0].length : matrix.length];
    for (int u = 0; u < matrix.length; u++) {
      for (int i = 0; i < matrix[0].length; i++) {
        out[transposed ? i : u] += matrix[u][i] * vector[transposed ? u : i];
      }
    }
    return out;
  }

  private static double[] column(float[] values, int width, int column) {
    return IntStream.range(0, values.length / width)
        .mapToDouble(row -> values[row * width + column])
        .toArray();
  }

  private static double cosine(double[] left, double[] right) {
    double dot = 0;
    double one = 0;
    double other = 0;
    for (int k = 0; k < left.length; k++) {
      dot += left[k] * right[k];
      one += left[k] * left[k];
      other += right[k] * right[k];
    }
    return dot / Math.sqrt(one * other);
  }

  @Test
  void spread_threeRounds_arePowersOfTheDeflatedMatrixTimesTheDrawnRows() {
    double[][] matrix = normalized();
    FactorTables before = drawn(false);
    FactorTables after = spread(whole, 3, false);
    for (int c = 0; c < FACTORS; c++) {
      double[] items = column(before.items().values(), FACTORS, c);
      double[] users = new double[USERS];
      for (int k = 0; k < 3; k++) {
        users = times(matrix, items, false);
        items = times(matrix, users, true);
      }
      assertEquals(1, cosine(users, column(after.users().values(), FACTORS, c)), 1e-9);
      assertEquals(1, cosine(items, column(after.items().values(), FACTORS, c)), 1e-9);
    }
  }

  @Test
  void spread_rowsWithPositives_haveTheDeviationOnBothSides() {
    FactorTables after = spread(whole, 2, false);
    for (float[] values : new float[][]{after.users().values(), after.items().values()}) {
      double squares = IntStream.range(0, values.length)
          .mapToDouble(k -> values[k] * (double) values[k])
          .sum();
      assertEquals(DEVIATION, Math.sqrt(squares / values.length), 1e-3);
    }
  }

  @Test
  void spread_oneUserLess_movesTheOthersLittle() {
    int gone = whole.all().user(0);
    int[] positions = IntStream.range(0, whole.size())
        .filter(k -> whole.all().user(k) == gone)
        .toArray();
    float[] before = spread(whole, 3, false).items().values();
    float[] after = spread(whole.without(positions), 3, false).items().values();
    double moved = 0;
    double length = 0;
    for (int k = 0; k < before.length; k++) {
      moved += Math.pow(before[k] - after[k], 2);
      length += Math.pow(before[k], 2);
    }
    assertTrue(Math.sqrt(moved / length) < 0.25, Math.sqrt(moved / length) + " of its length");
  }

  @Test
  void spread_rowWithoutPositivesAndBiases_stayAsDrawn() {
    int user = whole.all().user(0);
    int[] positions = IntStream.range(0, whole.size())
        .filter(k -> whole.all().user(k) == user)
        .toArray();
    FactorTables before = drawn(true);
    FactorTables after = spread(whole.without(positions), 3, true);
    int width = before.width();
    assertArrayEquals(
        Arrays.copyOfRange(before.users().values(), user * width, (user + 1) * width),
        Arrays.copyOfRange(after.users().values(), user * width, (user + 1) * width));
    for (int c = FACTORS; c < width; c++) {
      assertArrayEquals(
          column(before.items().values(), width, c), column(after.items().values(), width, c));
    }
  }
}
