package io.lethe.plugins.ials;

import io.lethe.spi.InteractionView;

/**
 * The interactions of a view by user and by item. A pair that occurs twice counts once, with both
 * weights.
 */
record PairMatrix(SparseSide users, SparseSide items) {

  /** Groups a view; O(view + rows). */
  static PairMatrix of(InteractionView view, Confidence confidence) {
    int userCount = view.all().keys().userCount();
    int itemCount = view.all().keys().itemCount();
    SparseSide byItem = SparseSide.ofView(view, confidence).transposed(itemCount);
    SparseSide byUser = byItem.transposed(userCount);
    SparseSide merged = byUser.merged();
    return new PairMatrix(
        merged, merged.size() == byUser.size() ? byItem : merged.transposed(itemCount));
  }

  int size() {
    return users.size();
  }
}
