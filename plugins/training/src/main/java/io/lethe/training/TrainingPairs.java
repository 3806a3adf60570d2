package io.lethe.training;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The interactions of a view that are terms, as training reads them: user after user, a user's by
 * item. Nobody writes to the arrays.
 *
 * @param userCount number of user rows
 * @param itemCount number of item rows
 * @param users per interaction its user, ascending
 * @param items per interaction its item
 * @param labels per interaction 1 if it is positive, else 0
 * @param hashes per interaction what its random numbers are drawn from
 * @param ring what negatives are drawn with; null if there are none
 */
public record TrainingPairs(
    int userCount, int itemCount, int[] users, int[] items, float[] labels, long[] hashes,
    @Nullable NegativeRing ring) {

  /** Sorts a view; O(view + rows). */
  public static TrainingPairs of(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    EntityKeys keys = all.keys();
    int[] positions = sortedByUserAndItem(view, terms);
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
    return new TrainingPairs(
        keys.userCount(), keys.itemCount(), users, items, labels, hashes,
        terms.sampled() == 0 ? null : terms.ring(keys));
  }

  private static int[] sortedByUserAndItem(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    int[] positions = IntStream.of(view.positions())
        .filter(position -> terms.counts(all.value(position)))
        .toArray();
    int[] byItem = sorted(positions, all::item, all.keys().itemCount());
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
