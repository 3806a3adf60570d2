package io.lethe.training;

import io.lethe.kernels.PairGroups;
import io.lethe.spi.InteractionView;

/**
 * The loss terms of a view, sampled negatives included, grouped by user and by item. Immutable; of
 * no particular parameters.
 *
 * @param groups the terms' users and items
 * @param labels in the groups' user order, 1 for positive, 0 for negative; nobody writes to it
 */
public record GroupedTerms(PairGroups groups, float[] labels) {

  /** The terms that derivatives over a view see. O(view). */
  public static GroupedTerms of(InteractionView view, LossTerms terms) {
    return of(
        TermColumns.of(view, terms, LossTerms.DERIVATIVES_EPOCH), view.all().keys().userCount(),
        view.all().keys().itemCount());
  }

  /** Groups terms. */
  public static GroupedTerms of(TermColumns columns, int userCount, int itemCount) {
    PairGroups groups = PairGroups.of(columns.users(), columns.items(), userCount, itemCount);
    return new GroupedTerms(groups, groups.toUserOrder(columns.labels()));
  }

  /** Number of terms. */
  public int size() {
    return labels.length;
  }
}
