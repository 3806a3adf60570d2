package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.testkit.SyntheticRatings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EaseHistoryTest {

  /** Values from 1 to 5 weigh .5 to 1; no user has item 4. */
  private static final double[][] ROWS = {{0, 0, 5}, {0, 1, 3}, {1, 0, 1}, {1, 2, 4}, {2, 1, 5},
      {2, 2, 2}, {2, 3, 3}, {3, 0, 4}, {3, 3, 5}};
  private static final double[][] WEIGHTS = {{1, .75, 0, 0, 0}, {.5, 0, .875, 0, 0},
      {0, 1, .625, .75, 0}, {.875, 0, 0, 1, 0}};
  private static final int[] HISTORY = {3, 4, 0};
  private static final float[] VALUES = {2, 5, 7};
  private static final double[] X = {1, 0, 0, .625, 1};

  private static float[] scores(HistoryModel model, int[] history, float[] values) {
    float[] scores = new float[model.itemCount()];
    model.score(history, values, IntStream.range(0, scores.length).toArray(), scores);
    return scores;
  }

  private static ParameterDelta nothing(EaseModel model) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    ParameterSelection none = ParameterSelection.of(model.layout(), List.of(new int[0]));
    return new ParameterDelta(all, new float[all.length()], none);
  }

  @Test
  void score_ofAHistoryThatNoUserHas_isItsWeightsTimesThePapersMatrix() {
    EaseModel model = Dense.trained(Dense.view(4, 5, ROWS), Map.of("lambda", "2"));
    double[][] p = Dense.inverse(Dense.gram(WEIGHTS, 2));
    float[] scores = scores(model, HISTORY, VALUES);
    float[] byMatrix = scores((WeightsModel) model.withDelta(nothing(model)), HISTORY, VALUES);
    for (int j = 0; j < 4; j++) {
      double expected = 0;
      for (int i = 0; i < 5; i++) {
        expected -= i == j ? 0 : X[i] * p[i][j] / p[j][j];
      }
      assertEquals(expected, scores[j], 1e-7);
      assertEquals(expected, byMatrix[j], 1e-6);
    }
    assertEquals(0, scores[4]);
  }

  /** What an answer's reasons say: the term of the closed form, and the terms add up to the score. */
  @Test
  void scoreLessThatOfTheHistoryWithoutOneInteraction_isTheInteractionsWeightTimesItsEntry() {
    EaseModel model = Dense.trained(Dense.view(4, 5, ROWS), Map.of("lambda", "2"));
    double[][] p = Dense.inverse(Dense.gram(WEIGHTS, 2));
    float[] all = scores(model, HISTORY, VALUES);
    double[] sums = new double[4];
    for (int left = 0; left < HISTORY.length; left++) {
      int[] rest = without(HISTORY, left);
      float[] restValues = new float[rest.length];
      for (int k = 0; k < rest.length; k++) {
        restValues[k] = VALUES[k < left ? k : k + 1];
      }
      float[] scores = scores(model, rest, restValues);
      int i = HISTORY[left];
      for (int j = 0; j < 4; j++) {
        double term = i == j ? 0 : -X[i] * p[i][j] / p[j][j];
        assertEquals(term, all[j] - scores[j], 1e-6, i + " for " + j);
        sums[j] += term;
      }
    }
    for (int j = 0; j < 4; j++) {
      assertEquals(sums[j], all[j], 1e-6);
    }
  }

  private static int[] without(int[] history, int place) {
    return IntStream.range(0, history.length)
        .filter(k -> k != place)
        .map(k -> history[k])
        .toArray();
  }

  @Test
  void topItems_ofAnInfluencedModel_areThoseOfItsScores() {
    EaseModel model = Dense.trained(Dense.view(4, 5, ROWS), Map.of("lambda", "2"));
    WeightsModel influenced = (WeightsModel) model.withDelta(nothing(model));
    int[] items = new int[2];
    float[] scores = new float[2];
    assertEquals(2, influenced.topItems(HISTORY, VALUES, new int[]{0, 3}, items, scores));
    float[] all = scores(influenced, HISTORY, VALUES);
    assertArrayEquals(new float[]{all[items[0]], all[items[1]]}, scores);
    assertEquals(Math.max(all[1], all[2]), scores[0]);
  }

  @Test
  void score_ofAUsersHistory_afterRefits_isTheUsersToTheBit() {
    InteractionView view = InteractionView.of(new SyntheticRatings(5, 30, 20, 8).generate());
    int[] gone = IntStream.of(view.positions()).filter(p -> p % 7 == 0).toArray();
    EaseModel model = (EaseModel) Dense.trained(view, Map.of("lambda", "2"))
        .refit(Removal.of(view, gone))
        .model();
    for (int user = 0; user < 30; user++) {
      int of = user;
      int[] own = IntStream.of(view.without(gone).positions())
          .filter(p -> view.all().user(p) == of)
          .toArray();
      float[] values = new float[own.length];
      for (int k = 0; k < own.length; k++) {
        values[k] = view.all().value(own[k]);
      }
      int[] items = IntStream.of(own).map(view.all()::item).toArray();
      assertArrayEquals(Dense.scores(model, user), scores(model, items, values));
    }
  }
}
