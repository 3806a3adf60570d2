package io.lethe.evaluation;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;

/**
 * What models predict of interactions: probabilities, or preferences as they are where a model has no
 * probabilities.
 */
public final class Predictions {

  private Predictions() {}

  /** The prediction at every position, one call per user. */
  public static double[] of(RecommenderModel model, Interactions pairs) {
    UserGroups groups = new UserGroups(InteractionView.of(pairs));
    double[] probabilities = new double[pairs.size()];
    for (int user = 0; user < groups.users(); user++) {
      if (groups.count(user) > 0) {
        score(model, pairs, groups, user, probabilities);
      }
    }
    return probabilities;
  }

  private static void score(
      RecommenderModel model, Interactions pairs, UserGroups groups, int user,
      double[] probabilities) {
    int[] items = new int[groups.count(user)];
    float[] scores = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      items[k] = pairs.item(groups.position(groups.start(user) + k));
    }
    model.score(user, items, scores);
    for (int k = 0; k < items.length; k++) {
      int position = groups.position(groups.start(user) + k);
      probabilities[position] = of(model.scoreScale(), scores[k]);
    }
  }

  /** What a score says: the probability of a positive interaction, or the preference as it is. */
  public static double of(ScoreScale scale, float score) {
    return switch (scale) {
      case LOGIT -> 1 / (1 + Math.exp(-(double) score));
      case PREFERENCE -> score;
    };
  }
}
