package io.lethe.unlearning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;

/**
 * Draws interactions by a hash of (seed, user key, item key): whether one is drawn hardly depends
 * on what else there is, so that two versions of a model are probed alike.
 */
final class ProbeSampler {

  /** Draw this many times the wanted number by threshold, then keep the smallest hashes. */
  private static final double OVERDRAW = 1.5;

  private static final int OVERDRAW_MIN_INTERACTIONS = 64;

  private final long seed;

  ProbeSampler(long seed) {
    this.seed = seed;
  }

  /**
   * At most {@code wanted} positions of a view, ascending. O(view), plus sorting what is drawn.
   *
   * @param wanted at least 1
   */
  int[] draw(InteractionView view, int wanted) {
    double expected = wanted * OVERDRAW + OVERDRAW_MIN_INTERACTIONS;
    double share = expected / Math.max(1, view.size());
    int[] positions = view.positions();
    int[] drawn = below(view.all(), positions, share);
    if (drawn.length < Math.min(wanted, positions.length)) {
      drawn = positions;
    }
    return smallest(view.all(), drawn, wanted);
  }

  private int[] below(Interactions all, int[] positions, double share) {
    return Arrays.stream(positions)
        .filter(p -> (hash(all, p) >>> 11) * 0x1.0p-53 < share)
        .toArray();
  }

  private int[] smallest(Interactions all, int[] drawn, int wanted) {
    if (drawn.length <= wanted) {
      return drawn;
    }
    long[] hashes = Arrays.stream(drawn).mapToLong(p -> hash(all, p) >>> 1).sorted().toArray();
    long bound = hashes[wanted - 1];
    return Arrays.stream(drawn).filter(p -> hash(all, p) >>> 1 <= bound).limit(wanted).toArray();
  }

  private long hash(Interactions all, int position) {
    long user = all.keys().user(all.user(position));
    long item = all.keys().item(all.item(position));
    return mix(mix(mix(seed) ^ user) ^ item);
  }

  /** The finalizer of the SplitMix64 generator (Steele, Lea and Flood, OOPSLA 2014). */
  static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
