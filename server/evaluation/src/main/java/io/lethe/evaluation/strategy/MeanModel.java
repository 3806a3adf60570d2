package io.lethe.evaluation.strategy;

import io.lethe.kernels.TopN;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The mean of several models' probabilities, as a logit. */
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
        sums[k] += 1 / (1 + Math.exp(-(double) some[k]));
      }
    }
    for (int k = 0; k < sums.length; k++) {
      double mean = Math.clamp(sums[k] / models.size(), LEAST, 1 - LEAST);
      scores[k] = (float) Math.log(mean / (1 - mean));
    }
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
