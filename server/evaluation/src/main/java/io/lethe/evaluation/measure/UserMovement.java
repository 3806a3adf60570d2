package io.lethe.evaluation.measure;

import io.lethe.evaluation.Predictions;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;

/**
 * How far single users are from where a reference has them: the mean difference of predictions
 * over a fixed draw of items. Immutable.
 */
public final class UserMovement {

  private static final double WORST_SHARE = 0.01;

  private final int[] users;
  private final int[] items;
  private final double[][] reference;

  /** A reference: O(users * items * width). Both arrays are copied. */
  public UserMovement(int[] users, int[] items, RecommenderModel reference) {
    this.users = users.clone();
    this.items = items.clone();
    this.reference = Arrays.stream(users)
        .mapToObj(user -> probabilities(reference, user))
        .toArray(double[][]::new);
  }

  /** Mean over the one per cent (at least one) of the users who are furthest away. */
  public double worst(RecommenderModel model) {
    double[] moved = new double[users.length];
    for (int k = 0; k < users.length; k++) {
      moved[k] = Gap.of(probabilities(model, users[k]), reference[k]).mean();
    }
    Arrays.sort(moved);
    int count = (int) Math.ceil(WORST_SHARE * users.length);
    return Arrays.stream(moved, moved.length - count, moved.length).average().orElse(Double.NaN);
  }

  private double[] probabilities(RecommenderModel model, int user) {
    float[] scores = new float[items.length];
    model.score(user, items, scores);
    double[] probabilities = new double[items.length];
    for (int k = 0; k < items.length; k++) {
      probabilities[k] = Predictions.of(model.scoreScale(), scores[k]);
    }
    return probabilities;
  }
}
