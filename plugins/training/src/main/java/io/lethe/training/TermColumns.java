package io.lethe.training;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;

/**
 * Loss terms as columns, sampled negatives included: each interaction's own term, then its samples.
 *
 * @param users per term its user
 * @param items per term its item
 * @param labels per term 1 for positive, 0 for negative
 */
public record TermColumns(int[] users, int[] items, float[] labels) {

  /**
   * The terms of a view. O(view); a view that leaves nothing out costs no more than its columns.
   *
   * @param epoch whose negatives
   */
  public static TermColumns of(InteractionView view, LossTerms terms, int epoch) {
    int perInteraction = 1 + terms.sampled();
    int count = Math.multiplyExact(view.size(), perInteraction);
    TermColumns columns = new TermColumns(new int[count], new int[count], new float[count]);
    CoupledRandom random = terms.random();
    if (view.size() == view.all().size()) {
      for (int k = 0; k < view.size(); k++) {
        columns.put(k * perInteraction, view.all(), k, terms, random, epoch);
      }
    } else {
      int next = 0;
      for (int position : view.positions()) {
        columns.put(next, view.all(), position, terms, random, epoch);
        next += perInteraction;
      }
    }
    return columns;
  }

  private void put(
      int at, Interactions all, int position, LossTerms terms, CoupledRandom random, int epoch) {
    int user = all.user(position);
    int item = all.item(position);
    users[at] = user;
    items[at] = item;
    labels[at] = terms.label(all.value(position));
    if (terms.sampled() > 0) {
      EntityKeys keys = all.keys();
      long pair = random.pair(keys.user(user), keys.item(item));
      for (int s = 1; s <= terms.sampled(); s++) {
        users[at + s] = user;
        items[at + s] = CoupledRandom.negative(pair, epoch, s, item, keys.itemCount());
      }
    }
  }

  /** Number of terms. */
  public int size() {
    return users.length;
  }
}
