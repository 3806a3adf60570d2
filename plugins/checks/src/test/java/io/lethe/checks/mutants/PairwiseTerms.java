package io.lethe.checks.mutants;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss terms of a view: each liked interaction and one other item, drawn by a hash of the two keys, so
 * that a term is the same in whatever view it stands.
 *
 * @param user of the interaction
 * @param liked its item
 * @param other the item that it shall score above
 */
record PairwiseTerms(int user, int liked, int other) {

  private static final float LIKED_FROM = 3.5f;

  static List<PairwiseTerms> of(InteractionView view) {
    Interactions all = view.all();
    List<PairwiseTerms> terms = new ArrayList<>();
    for (int position : view.positions()) {
      if (all.value(position) >= LIKED_FROM) {
        terms.add(new PairwiseTerms(all.user(position), all.item(position), other(all, position)));
      }
    }
    return terms;
  }

  /** By keys: the item whose hash with the interaction's is the lowest. */
  private static int other(Interactions all, int position) {
    long pair = mix(all.keys().user(all.user(position))) ^ all.keys().item(all.item(position));
    int lowest = -1;
    long least = Long.MAX_VALUE;
    for (int item = 0; item < all.keys().itemCount(); item++) {
      long hash = mix(pair ^ mix(all.keys().item(item))) >>> 1;
      if (item != all.item(position) && hash < least) {
        least = hash;
        lowest = item;
      }
    }
    return lowest;
  }

  /** The finalizer of the SplitMix64 generator (Steele, Lea and Flood, OOPSLA 2014). */
  static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
