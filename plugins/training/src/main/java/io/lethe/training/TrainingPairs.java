package io.lethe.training;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.function.IntUnaryOperator;

/**
 * The interactions of a view as training reads them: user after user, a user's by item. Nobody
 * writes to the arrays.
 *
 * @param userCount number of user rows
 * @param itemCount number of item rows
 * @param users per interaction its user, ascending
 * @param items per interaction its item
 * @param labels per interaction 1 if it is positive, else 0
 * @param hashes per interaction what its random numbers are drawn from
 */
public record TrainingPairs(
    int userCount, int itemCount, int[] users, int[] items, float[] labels, long[] hashes) {

  /** Sorts a view; O(view + rows). */
  public static TrainingPairs of(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    EntityKeys keys = all.keys();
    int[] positions = sortedByUserAndItem(view);
    int count = positions.length;
    int[] users = new int[count];
    int[] items = new int[count];
    float[] labels = new float[count];
    long[] hashes = new long[count];
    CoupledRandom random = terms.random();
    for (int k = 0; k < count; k++) {
      users[k] = all.user(positions[k]);
      items[k] = all.item(positions[k]);
      labels[k] = terms.label(all.value(positions[k]));
      hashes[k] = random.pair(keys.user(users[k]), keys.item(items[k]));
    }
    return new TrainingPairs(keys.userCount(), keys.itemCount(), users, items, labels, hashes);
  }

  private static int[] sortedByUserAndItem(InteractionView view) {
    Interactions all = view.all();
    int[] byItem = sorted(view.positions(), all::item, all.keys().itemCount());
    return sorted(byItem, all::user, all.keys().userCount());
  }

  private static int[] sorted(int[] positions, IntUnaryOperator key, int bound) {
    int[] keys = new int[positions.length];
    for (int k = 0; k < keys.length; k++) {
      keys[k] = key.applyAsInt(positions[k]);
    }
    int[] sorted = new int[positions.length];
    int[] order = CountingOrder.of(keys, bound);
    for (int k = 0; k < order.length; k++) {
      sorted[k] = positions[order[k]];
    }
    return sorted;
  }

  /** Number of interactions. */
  public int size() {
    return users.length;
  }
}
