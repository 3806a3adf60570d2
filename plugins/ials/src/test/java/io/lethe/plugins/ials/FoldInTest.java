package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.history.GivenHistory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldInTest {

  private static final float REG = .7f;
  private static final Confidence UP_TO_FOUR = new Confidence(Confidence.Weights.VALUES, 1, 5, 4);
  private static final int WIDTH = 12;
  private static final int ITEMS = 20;

  private final PairTables tables = SmallCases.tables(1, ITEMS, WIDTH);
  private final double[][] items = SmallCases.dense(tables.items());

  private FoldIn foldIn(Confidence confidence) {
    return new FoldIn(
        new IalsShape(confidence, REG, 0, 0), tables.items(), Kernels.fastest(),
        () -> HalfSweep.exactGram(Kernels.fastest(), Workers.serial(), tables.items()));
  }

  private static GivenHistory history(int... of) {
    float[] values = new float[of.length];
    for (int k = 0; k < of.length; k++) {
      values[k] = 1 + k % 5;
    }
    return GivenHistory.of(of, values, ITEMS);
  }

  /** Half the gradient of the objective in the row, by its definition: a loop over all items. */
  private double[] halfGradient(GivenHistory history, Confidence confidence, double[] row) {
    double[] gradient = new double[WIDTH];
    for (int i = 0; i < ITEMS; i++) {
      int at = Arrays.binarySearch(history.items(), i);
      double c = 1 + (at < 0 ? 0 : confidence.extra(history.values()[at]));
      double error = SmallCases.dot(row, items[i]) - (at < 0 ? 0 : 1);
      for (int k = 0; k < WIDTH; k++) {
        gradient[k] += c * error * items[i][k];
      }
    }
    for (int k = 0; k < WIDTH; k++) {
      gradient[k] += REG * row[k];
    }
    return gradient;
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(k -> row[k]).toArray();
  }

  private void assertMinimum(GivenHistory history, Confidence confidence, double[] row, double to) {
    assertArrayEquals(new double[WIDTH], halfGradient(history, confidence, row), to);
    assertTrue(SmallCases.dot(row, row) > 1e-3);
  }

  @Test
  void row_ofShortAndLongHistories_isTheMinimumOfTheirTerms() {
    int[][] histories = {{7}, {19, 0, 3}, {4, 1, 9, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 19}};
    for (int[] of : histories) {
      GivenHistory history = history(of);
      assertMinimum(history, UP_TO_FOUR, doubles(foldIn(UP_TO_FOUR).row(history)), 1e-5);
    }
  }

  /** In doubles, but for the Gram matrices: these are summed in floats. */
  @Test
  void row_byEitherWay_isTheSame() {
    for (float alpha : new float[]{0, 1, 50}) {
      Confidence confidence = new Confidence(Confidence.Weights.EQUAL, 0, 0, alpha);
      GivenHistory history = history(2, 5, 11, 13, 17);
      float[] extras = new float[5];
      Arrays.fill(extras, alpha);
      FoldIn foldIn = foldIn(confidence);
      double[] byInteractions = foldIn.shortRow(history.items(), extras);
      double[] byFactors = foldIn.longRow(history.items(), extras);
      assertMinimum(history, confidence, byInteractions, 1e-5);
      assertMinimum(history, confidence, byFactors, 1e-5 * (1 + alpha));
      assertArrayEquals(byInteractions, byFactors, 1e-5);
    }
  }

  @Test
  void score_ofAUsersHistory_convergedModelWithPopularity_isTheUsers() {
    InteractionView view = InteractionView.of(new SyntheticRatings(5, 40, 20, 8).generate());
    HistoryModel model = (HistoryModel) new IalsPlugin()
        .trainer(
            new TrainingConfig(
                1, Map.of("popularity", "0.5", "factors", "4", "mode", "converged", "reg", "3")),
            new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(new TrainingData(view, InteractionView.of(view.all().at(new int[0]))), r -> {})
        .model();
    int[] all = IntStream.range(0, 20).toArray();
    float[] own = new float[20];
    float[] scores = new float[20];
    for (int user = 0; user < 40; user++) {
      float[] values = new float[8];
      int[] items = new int[8];
      for (int k = 0; k < 8; k++) {
        items[k] = view.all().item(user * 8 + k);
        values[k] = view.all().value(user * 8 + k);
      }
      model.score(user, all, own);
      model.score(items, values, all, scores);
      assertArrayEquals(own, scores, 2e-4f);
      assertEquals(user, view.all().user(user * 8));
    }
  }
}
