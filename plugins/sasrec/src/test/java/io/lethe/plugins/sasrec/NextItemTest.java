package io.lethe.plugins.sasrec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes next is foretold from the order of what was chosen, and from nothing else. */
class NextItemTest {

  private static final Map<String, String> OPTIONS = Map.of(
      "factors", "12", "window", "5", "learning-rate", "0.02", "batch-size", "100", "epochs-max",
      "120", "l2", "0.01", "init-deviation", "0.1");

  private static int best(HistoryModel model, int... history) {
    int[] items = new int[1];
    float[] values = new float[history.length];
    Arrays.fill(values, 1);
    int[] excluded = history.clone();
    Arrays.sort(excluded);
    assertEquals(1, model.topItems(history, values, excluded, items, new float[1]));
    return items[0];
  }

  /** All items are chosen equally often: popularity, and what goes with what, say nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void walk_itsNextItem_isFirst_fromPlacesOrFromTimes(boolean backwards) {
    HistoryModel model = (HistoryModel) Walks.trained(Walks.of(Walks.ITEMS, 8, backwards), OPTIONS)
        .model();
    for (int from = 0; from < Walks.ITEMS; from++) {
      int next = (from + 3) % Walks.ITEMS;
      assertEquals(next, best(model, from, (from + 1) % Walks.ITEMS, (from + 2) % Walks.ITEMS));
    }
    assertEquals(4, best(model, 9, 3), "the latest counts");
    assertEquals(10, best(model, 3, 9), "the latest counts");
  }

  @Test
  void knownUser_isAnsweredByTheOrderOfTimes() {
    RecommenderModel model = Walks.trained(Walks.of(Walks.ITEMS, 8, true), OPTIONS).model();
    for (int user = 0; user < Walks.ITEMS; user++) {
      int first = 7 * user;
      int[] seen = new int[8];
      for (int k = 0; k < seen.length; k++) {
        seen[k] = (first + k) % Walks.ITEMS;
      }
      Arrays.sort(seen);
      int[] items = new int[1];
      model.topItems(user, seen, items, new float[1]);
      assertEquals((first + 8) % Walks.ITEMS, items[0]);
    }
  }

  @Test
  void history_longerThanTheReach_isAnsweredByItsEnd() {
    HistoryModel model = (HistoryModel) Walks.trained(Walks.of(Walks.ITEMS, 8, false), OPTIONS)
        .model();
    int[] all = Walks.range(0, Walks.ITEMS);
    float[] scores = new float[Walks.ITEMS];
    float[] ofLast = new float[Walks.ITEMS];
    int[] history = {20, 21, 1, 2, 3, 4, 5};
    model.score(history, new float[]{1, 1, 1, 1, 1, 1, 1}, all, scores);
    model.score(new int[]{9, 1, 2, 3, 4, 5}, new float[]{1, 1, 1, 1, 1, 1}, all, ofLast);
    assertArrayEquals(ofLast, scores);
    model.score(new int[]{1, 2, 3, 4, 5}, new float[]{0, 0, 0, 0, 0}, all, ofLast);
    assertArrayEquals(scores, ofLast, "without any that counts, all are choices");
  }

  @Test
  void training_reportsWhatItMeasured() {
    Map<String, Double> metrics = Walks.trained(Walks.of(Walks.ITEMS, 8, false), OPTIONS).metrics();
    assertTrue(metrics.getOrDefault("loss", 1.0) < 0.3, metrics::toString);
    assertEquals(120.0, metrics.get("best-epoch"));
    assertEquals(Double.NaN, metrics.get("validation-ndcg"), "nothing is held out");
  }
}
