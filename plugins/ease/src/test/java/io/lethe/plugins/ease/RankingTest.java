package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final double[][] TRAINED = {{0, 0, 1}, {0, 1, 1}, {0, 4, 1}, {1, 0, 1}, {1, 2, 1},
      {2, 1, 1}, {2, 2, 1}, {2, 5, 1}, {3, 3, 1}, {3, 0, 1}};
  private static final double[][] HELD_OUT = {{0, 2, 1}, {0, 5, 1}, {1, 1, 1}, {1, 0, 1}, {2, 3, 1},
      {3, 3, 1}};

  private static final Workers WORKERS = new Workers(Runnable::run, 1);

  @Test
  void ndcg_heldOut_theMeanByHand() {
    InteractionView trained = Dense.view(4, 6, TRAINED);
    EaseModel model = Dense.trained(trained, Map.of("lambda", "2"));
    Ranking ranking = Ranking.of(Dense.view(4, 6, HELD_OUT), ItemNumbers.all(6));
    double first = ranks(model, 0, 2, 5);
    double second = ranks(model, 1, 1);
    double third = ranks(model, 2, 3);
    assertEquals(
        (first + second + third) / 3, ranking.ndcg(model, model.histories(), WORKERS), 1e-12,
        "user 3 trained on all that was held out, user 1 on one of two");
  }

  /** The gain of a user's relevant items, each with 1 + the number of unseen items scored higher. */
  private static double ranks(EaseModel model, int user, int... relevant) {
    float[] scores = Dense.scores(model, user);
    double gain = 0;
    double best = 0;
    for (int k = 0; k < relevant.length; k++) {
      int item = relevant[k];
      long above = IntStream.range(0, 6)
          .filter(other -> !trainedOn(user, other) && scores[other] > scores[item])
          .count();
      gain += Math.log(2) / Math.log(2 + above);
      best += Math.log(2) / Math.log(2 + k);
    }
    return gain / best;
  }

  private static boolean trainedOn(int user, int item) {
    for (double[] row : TRAINED) {
      if (row[0] == user && row[1] == item) {
        return true;
      }
    }
    return false;
  }

  @Test
  void isEmpty_heldOutItemsTakeNoPart_true() {
    InteractionView heldOut = Dense.view(2, 3, new double[][]{{0, 2, 1}});
    assertTrue(Ranking.of(heldOut, new ItemNumbers(new int[]{0, 1, ItemNumbers.OUT}, 2)).isEmpty());
  }
}
