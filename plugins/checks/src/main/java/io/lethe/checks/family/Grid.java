package io.lethe.checks.family;

import io.lethe.spi.RecommenderModel;
import java.util.stream.IntStream;

/** Scores of evenly spread users and items, at most so many: user after user. */
final class Grid {

  private static final int USERS = 500;
  private static final int ITEMS = 1000;

  private Grid() {}

  /** The scores of a model for users from one on. O(500 * 1000) scores at most. */
  static float[] scores(RecommenderModel model, int firstUser) {
    int[] users = users(model, firstUser);
    int[] items = items(model);
    float[] scores = new float[users.length * items.length];
    float[] row = new float[items.length];
    for (int k = 0; k < users.length; k++) {
      model.score(users[k], items, row);
      System.arraycopy(row, 0, scores, k * items.length, items.length);
    }
    return scores;
  }

  static int[] users(RecommenderModel model, int first) {
    return IntStream.of(spread(USERS, model.userCount() - first)).map(u -> first + u).toArray();
  }

  static int[] items(RecommenderModel model) {
    return spread(ITEMS, model.itemCount());
  }

  private static int[] spread(int most, int bound) {
    int count = Math.min(most, bound);
    return IntStream.range(0, count).map(k -> (int) ((long) k * bound / count)).toArray();
  }

  /** The length of a difference over that of the first; 0 if both are zero. */
  static double distance(float[] from, float[] to) {
    double difference = 0;
    double norm = 0;
    for (int k = 0; k < from.length; k++) {
      double step = (double) to[k] - from[k];
      difference += step * step;
      norm += (double) from[k] * from[k];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }
}
