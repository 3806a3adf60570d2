package io.lethe.plugins.ease;

import io.lethe.kernels.TopN;

/** Ranks scores of all items. */
final class Scores {

  private Scores() {}

  /** The best entries of {@code all}, as {@link io.lethe.spi.RecommenderModel#topItems} gives them. */
  static int top(float[] all, int[] excluded, int[] items, float[] scores) {
    TopN best = new TopN(items, scores);
    int next = 0;
    float threshold = best.threshold();
    for (int item = 0; item < all.length; item++) {
      // Most items end here: exclusions are only looked at for those that would be kept.
      if (all[item] <= threshold && threshold > Float.NEGATIVE_INFINITY) {
        continue;
      }
      while (next < excluded.length && excluded[next] < item) {
        next++;
      }
      if (next == excluded.length || excluded[next] != item) {
        best.offer(item, all[item]);
        threshold = best.threshold();
      }
    }
    return best.finish();
  }

  /** A score by item. */
  interface Scorer {
    float score(int item);
  }

  /** The best of some items by their scores. */
  static int top(int[] candidates, Scorer scorer, int[] items, float[] scores) {
    TopN best = new TopN(items, scores);
    for (int item : candidates) {
      best.offer(item, scorer.score(item));
    }
    return best.finish();
  }
}
