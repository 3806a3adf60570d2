package io.lethe.training;

import io.lethe.kernels.PairGroups;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.training.negatives.ExpectedNegatives;
import io.lethe.training.objective.LossTerms;
import org.jspecify.annotations.Nullable;

/**
 * The loss terms of a view, grouped by user and by item. Immutable; of no particular parameters.
 *
 * @param groups the users and items of single terms
 * @param labels in the groups' user order, 1 for positive, 0 for negative; nobody writes to it
 * @param negatives beside them all negatives as they are drawn on average; null if those drawn are
 *     among the single terms or there are none
 */
public record GroupedTerms(
    PairGroups groups, float[] labels, @Nullable ExpectedNegatives negatives) {

  /** The terms that derivatives over a view see. O(view + users). */
  public static GroupedTerms of(InteractionView view, LossTerms terms) {
    EntityKeys keys = view.all().keys();
    if (!terms.expected(keys)) {
      return of(
          TermColumns.of(view, terms, LossTerms.DERIVATIVES_EPOCH), keys.userCount(),
          keys.itemCount());
    }
    TermColumns positives = TermColumns.own(view, terms);
    GroupedTerms single = of(positives, keys.userCount(), keys.itemCount());
    ExpectedNegatives negatives = ExpectedNegatives
        .of(positives.users(), terms.sampled(), keys.userCount(), terms.shares(keys));
    return new GroupedTerms(single.groups, single.labels, negatives);
  }

  /** Groups terms. */
  public static GroupedTerms of(TermColumns columns, int userCount, int itemCount) {
    PairGroups groups = PairGroups.of(columns.users(), columns.items(), userCount, itemCount);
    return new GroupedTerms(groups, groups.toUserOrder(columns.labels()), null);
  }

  /** Number of terms, drawn negatives included. */
  public long size() {
    return labels.length + (negatives == null ? 0 : Math.round(negatives.draws()));
  }
}
