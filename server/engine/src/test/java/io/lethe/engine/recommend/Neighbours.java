package io.lethe.engine.recommend;

import io.lethe.spi.HistoryModel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For a history, an item scores the values of its neighbours in the history, each by 100 over one more
 * than the distance of the indices. For a user, an item scores its index: the two cannot be mistaken.
 */
class Neighbours implements HistoryModel {

  final AtomicInteger scans = new AtomicInteger();
  private final int users;
  private final int items;

  Neighbours(int users, int items) {
    this.users = users;
    this.items = items;
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public int itemCount() {
    return items;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = items[k];
    }
  }

  static float score(int[] history, float[] values, int item) {
    double score = 0;
    for (int k = 0; k < history.length; k++) {
      score += 100.0 * values[k] / (1 + Math.abs(history[k] - item));
    }
    return (float) score;
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = score(history, values, items[k]);
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    float[] all = new float[itemCount()];
    for (int item = 0; item < all.length; item++) {
      all[item] = item;
    }
    return best(all, excluded, items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    float[] all = new float[itemCount()];
    for (int item = 0; item < all.length; item++) {
      all[item] = score(history, values, item);
    }
    return best(all, excluded, items, scores);
  }

  private int best(float[] all, int[] excluded, int[] items, float[] scores) {
    scans.incrementAndGet();
    int found = 0;
    while (found < items.length) {
      int best = -1;
      for (int item = 0; item < all.length; item++) {
        boolean open = Arrays.binarySearch(excluded, item) < 0 && !Float.isNaN(all[item]);
        if (open && (best < 0 || all[item] > all[best])) {
          best = item;
        }
      }
      if (best < 0) {
        return found;
      }
      items[found] = best;
      scores[found++] = all[best];
      all[best] = Float.NaN;
    }
    return found;
  }
}
