package io.lethe.evaluation.ranking;

import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Recommends what most users like, to everybody: the line below which no model should be. Immutable. */
final class MostPopular implements RecommenderModel {

  private final int users;
  private final int[] counts;
  private final int[] order;

  /**
   * A model.
   *
   * @param counts how many users like each item; copied
   */
  MostPopular(int users, int[] counts) {
    this.users = users;
    this.counts = counts.clone();
    this.order = IntStream.range(0, counts.length)
        .boxed()
        .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
        .mapToInt(item -> item)
        .toArray();
  }

  /** Items, the most popular first; equals by index. */
  int[] order() {
    return order.clone();
  }

  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public int itemCount() {
    return counts.length;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = counts[items[k]];
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    int filled = 0;
    for (int k = 0; k < order.length && filled < items.length; k++) {
      if (Arrays.binarySearch(excluded, order[k]) < 0) {
        scores[filled] = counts[order[k]];
        items[filled++] = order[k];
      }
    }
    return filled;
  }
}
