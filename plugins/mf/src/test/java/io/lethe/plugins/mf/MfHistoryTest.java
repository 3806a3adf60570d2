package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** At a stationary point a user's row is the minimum of its own terms: what a history is given. */
class MfHistoryTest {

  private static final int PER_USER = 8;
  private static final int ITEMS = 20;

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(5, 40, ITEMS, PER_USER).generate());

  private HistoryModel converged(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(
        Map.of(
            "mode", "converged", "factors", "4", "l2", ".8", "tolerance", "1e-6", "init-deviation",
            ".3", "learning-rate", ".02"));
    return (HistoryModel) new MfPlugin()
        .trainer(
            new TrainingConfig(1, all), new PluginContext(Runnable::run, 1, InstantSource.system()))
        .train(new TrainingData(view, InteractionView.of(view.all().at(new int[0]))), r -> {})
        .model();
  }

  private void assertUsersScores(HistoryModel model) {
    int[] all = IntStream.range(0, ITEMS).toArray();
    float[] own = new float[ITEMS];
    float[] scores = new float[ITEMS];
    float most = 0;
    for (int user = 0; user < 40; user++) {
      int[] items = new int[PER_USER];
      float[] values = new float[PER_USER];
      for (int k = 0; k < PER_USER; k++) {
        items[k] = view.all().item(user * PER_USER + k);
        values[k] = view.all().value(user * PER_USER + k);
      }
      model.score(user, all, own);
      model.score(items, values, all, scores);
      assertArrayEquals(own, scores, 1e-2f);
      most = Math.max(most, Math.abs(own[0]));
    }
    assertTrue(most > .2, "largest score " + most);
  }

  @Test
  void score_ofAUsersHistory_convergedImplicit_isTheUsers() {
    assertUsersScores(converged(Map.of("objective", "implicit", "positive-from", "3")));
    assertUsersScores(
        converged(Map.of("objective", "implicit", "positive-from", "3", "biases", "true")));
  }

  @Test
  void score_ofAUsersHistory_convergedExplicit_isTheUsers() {
    assertUsersScores(converged(Map.of("objective", "explicit")));
    assertUsersScores(converged(Map.of("objective", "explicit", "biases", "true")));
  }
}
