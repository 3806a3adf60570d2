package io.lethe.checks;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * All interactions of some users, drawn by a hash of (seed, user key): a loss may be a sum over users
 * and no sum over interactions.
 *
 * @param positions of the interactions in what was trained on, ascending
 * @param view the interactions, columns of their own
 * @param users those users, ascending
 * @param items the items of these interactions, ascending
 */
record Sample(int[] positions, InteractionView view, int[] users, int[] items) {

  /** Users are drawn until they have so many interactions. */
  private static final int INTERACTIONS = 256;

  /** A user with more is passed over, unless all have more. */
  private static final int USER_INTERACTIONS_MAX = 512;

  private static final int FEW = 75;

  /** Draws. O(trained + users log users). */
  static Sample of(InteractionView trained, long seed) {
    Interactions all = trained.all();
    int[] counts = new int[all.keys().userCount()];
    int[] positions = trained.positions();
    for (int position : positions) {
      counts[all.user(position)]++;
    }
    boolean[] drawn = drawn(all, counts, seed);
    int[] sampled = IntStream.of(positions).filter(p -> drawn[all.user(p)]).toArray();
    Interactions some = all.at(sampled);
    IntStream rows = IntStream.range(0, some.size());
    return new Sample(
        sampled, InteractionView.of(some),
        IntStream.range(0, drawn.length).filter(u -> drawn[u]).toArray(),
        rows.map(some::item).sorted().distinct().toArray());
  }

  private static boolean[] drawn(Interactions all, int[] counts, long seed) {
    int least = IntStream.of(counts).filter(count -> count > 0).min().orElse(0);
    int most = Math.max(USER_INTERACTIONS_MAX, least);
    // The low half of each number is the user, the high half its hash.
    long[] shuffled = IntStream.range(0, counts.length)
        .filter(user -> counts[user] > 0 && counts[user] <= most)
        .mapToLong(user -> mix(seed ^ all.keys().user(user)) << Integer.SIZE | user)
        .sorted()
        .toArray();
    boolean[] drawn = new boolean[counts.length];
    int interactions = 0;
    for (int k = 0; k < shuffled.length && interactions < INTERACTIONS; k++) {
      int user = (int) shuffled[k];
      drawn[user] = true;
      interactions += counts[user];
    }
    return drawn;
  }

  /** Positions of every third interaction, for a removal. */
  int[] everyThird() {
    return every(3);
  }

  /** Positions of a few interactions, for a removal that is small beside the data. */
  int[] few() {
    return every(FEW);
  }

  private int[] every(int step) {
    return IntStream.range(0, positions.length)
        .filter(k -> k % step == 0)
        .map(k -> positions[k])
        .toArray();
  }

  /** Items to look at the scores of, at most so many. */
  int[] someItems(int most) {
    return Arrays.copyOf(items, Math.min(items.length, most));
  }

  /** The finalizer of the SplitMix64 generator (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
