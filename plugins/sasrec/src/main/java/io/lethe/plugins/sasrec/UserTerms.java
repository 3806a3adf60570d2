package io.lethe.plugins.sasrec;

import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;

/**
 * One user's terms of the loss: after some of the user's interactions, an item that came next or one that
 * was drawn against it. Nobody writes into the arrays.
 *
 * @param history the items that the user chose, oldest first
 * @param contexts per term how many of these came before, ascending
 * @param items per term the item that is scored
 * @param labels per term 1 for an item that came next, 0 for one that was drawn
 */
record UserTerms(int[] history, int[] contexts, int[] items, float[] labels) {

  int size() {
    return items.length;
  }

  /**
   * Terms of choices and of the items drawn against each.
   *
   * @param contexts per choice how many items of the history came before, ascending
   * @param chosen per choice its item
   * @param hashes per choice what is drawn from
   * @param epoch whose draw it is
   * @param drawn items drawn against each choice
   */
  static UserTerms of(
      int[] history, int[] contexts, int[] chosen, long[] hashes, int epoch, int drawn,
      NegativeRing ring) {
    int each = 1 + drawn;
    int[] termContexts = new int[chosen.length * each];
    int[] termItems = new int[termContexts.length];
    float[] labels = new float[termContexts.length];
    for (int k = 0; k < chosen.length; k++) {
      for (int s = 0; s <= drawn; s++) {
        int term = k * each + s;
        termContexts[term] = contexts[k];
        termItems[term] = s == 0 ? chosen[k] : CoupledRandom.negative(hashes[k], epoch, s, ring);
        labels[term] = s == 0 ? 1 : 0;
      }
    }
    return new UserTerms(history, termContexts, termItems, labels);
  }
}
