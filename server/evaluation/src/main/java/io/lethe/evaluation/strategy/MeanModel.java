package io.lethe.evaluation.strategy;

import io.lethe.evaluation.Predictions;
import io.lethe.kernels.TopN;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The mean of several models' probabilities, as a logit; of preferences their mean. */
final class MeanModel implements RecommenderModel {

  /** Keeps the logit of a probability that rounds to 0 or 1 finite. */
  private static final double LEAST = 1e-12;

  private final List<RecommenderModel> models;
  private final int[] allItems;

  private MeanModel(List<RecommenderModel> models) {
    this.models = List.copyOf(models);
    this.allItems = IntStream.range(0, models.getFirst().itemCount()).toArray();
  }

  /**
   * The mean; of one model that model itself.
   *
   * @param models at least one, over the same users and items
   */
  static RecommenderModel of(List<RecommenderModel> models) {
    return models.size() == 1 ? models.getFirst() : new MeanModel(models);
  }

  @Override
  public int userCount() {
    return models.getFirst().userCount();
  }

  @Override
  public int itemCount() {
    return allItems.length;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    double[] sums = new double[items.length];
    float[] some = new float[items.length];
    for (RecommenderModel model : models) {
      model.score(user, items, some);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += Predictions.of(scoreScale(), some[k]);
      }
    }
    for (int k = 0; k < sums.length; k++) {
      scores[k] = score(sums[k] / models.size());
    }
  }

  private float score(double mean) {
    return switch (scoreScale()) {
      case LOGIT -> {
        double inside = Math.clamp(mean, LEAST, 1 - LEAST);
        yield (float) Math.log(inside / (1 - inside));
      }
      case PREFERENCE -> (float) mean;
    };
  }

  @Override
  public ScoreScale scoreScale() {
    return models.getFirst().scoreScale();
  }

  /** Scores every item: O(items * models * cost of a score). */
  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    float[] all = new float[allItems.length];
    score(user, allItems, all);
    TopN best = new TopN(items, scores);
    for (int item = 0; item < all.length; item++) {
      if (Arrays.binarySearch(excluded, item) < 0) {
        best.offer(item, all[item]);
      }
    }
    return best.finish();
  }
}
