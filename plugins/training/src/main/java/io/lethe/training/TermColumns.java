package io.lethe.training;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;

/**
 * Loss terms as columns, sampled negatives included: each interaction's own term, then its samples.
 * Implicit interactions that are not positive are no terms.
 *
 * @param users per term its user
 * @param items per term its item
 * @param labels per term 1 for positive, 0 for negative
 */
public record TermColumns(int[] users, int[] items, float[] labels) {

  /**
   * The terms of a view, drawn negatives included. O(view), and for implicit interactions a ring of
   * the items.
   *
   * @param epoch whose negatives
   */
  public static TermColumns of(InteractionView view, LossTerms terms, int epoch) {
    if (terms.sampled() == 0) {
      return own(view, terms);
    }
    Interactions all = view.all();
    int[] positions = counting(view, terms);
    NegativeRing ring = terms.ring(all.keys());
    CoupledRandom random = terms.random();
    int perInteraction = 1 + terms.sampled();
    TermColumns columns = empty(Math.multiplyExact(positions.length, perInteraction));
    for (int k = 0; k < positions.length; k++) {
      int at = k * perInteraction;
      columns.put(at, all, positions[k], terms);
      int user = columns.users[at];
      long pair = random.pair(all.keys().user(user), all.keys().item(columns.items[at]));
      for (int s = 1; s < perInteraction; s++) {
        columns.users[at + s] = user;
        columns.items[at + s] = CoupledRandom.negative(pair, epoch, s, ring);
      }
    }
    return columns;
  }

  /** The interactions' own terms alone. O(view). */
  public static TermColumns own(InteractionView view, LossTerms terms) {
    int[] positions = counting(view, terms);
    TermColumns columns = empty(positions.length);
    for (int k = 0; k < positions.length; k++) {
      columns.put(k, view.all(), positions[k], terms);
    }
    return columns;
  }

  private static TermColumns empty(int size) {
    return new TermColumns(new int[size], new int[size], new float[size]);
  }

  /** Positions of the interactions that are terms. */
  private static int[] counting(InteractionView view, LossTerms terms) {
    int[] positions = view.positions();
    int count = 0;
    for (int position : positions) {
      if (terms.counts(view.all().value(position))) {
        positions[count++] = position;
      }
    }
    return Arrays.copyOf(positions, count);
  }

  private void put(int at, Interactions all, int position, LossTerms terms) {
    users[at] = all.user(position);
    items[at] = all.item(position);
    labels[at] = terms.label(all.value(position));
  }

  /** Number of terms. */
  public int size() {
    return users.length;
  }
}
