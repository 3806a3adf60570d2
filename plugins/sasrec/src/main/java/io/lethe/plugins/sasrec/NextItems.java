package io.lethe.plugins.sasrec;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How high held-out choices stand among what may follow their user's choices before them: NDCG at 10 over
 * all items that the user did not choose before, the mean over choices. Of many users a sample counts, by
 * a hash of their keys.
 */
final class NextItems {

  private static final int LENGTH = 10;

  /** Scores that an epoch's validation may cost, where that is more than {@value #CHOICES_MIN} choices. */
  private static final int SCORES_MAX = 20_000_000;

  private static final int CHOICES_MIN = 1000;
  private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

  private final SasrecShape shape;
  private final List<UserTerms> lists;
  private final Workers workers;

  /**
   * Looks which choices there are.
   *
   * @param choices of the interactions of a view, without any that are drawn against them
   */
  NextItems(SasrecShape shape, TermLists choices, InteractionView heldOut, Workers workers) {
    int items = heldOut.all().keys().itemCount();
    this.shape = shape;
    this.workers = workers;
    this.lists = choices.of(
        heldOut,
        users(shape, heldOut, Math.max(CHOICES_MIN, SCORES_MAX / Math.max(1, items)))::get);
  }

  private static BitSet users(SasrecShape shape, InteractionView heldOut, int choicesMax) {
    Interactions all = heldOut.all();
    int[] counts = new int[all.keys().userCount()];
    for (int position : heldOut.positions()) {
      counts[all.user(position)] += shape.terms().counts(all.value(position)) ? 1 : 0;
    }
    int[] drawn = IntStream.range(0, counts.length)
        .filter(user -> counts[user] > 0)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(user -> all.keys().user(user) * FIBONACCI)
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
    BitSet users = new BitSet();
    int choices = 0;
    for (int k = 0; k < drawn.length && choices < choicesMax; k++) {
      users.set(drawn[k]);
      choices += counts[drawn[k]];
    }
    return users;
  }

  /** NaN if nothing is held out. */
  double ndcg(Numbers at) {
    double[] sums = new double[lists.size()];
    workers.run(lists.size(), 4, (from, to) -> {
      SequencePass pass = new SequencePass(shape);
      for (int k = from; k < to; k++) {
        sums[k] = IntStream.of(pass.ranks(at, lists.get(k))).mapToDouble(NextItems::gain).sum();
      }
    });
    int choices = lists.stream().mapToInt(UserTerms::size).sum();
    return choices == 0 ? Double.NaN : Arrays.stream(sums).sum() / choices;
  }

  private static double gain(int rank) {
    return rank < LENGTH ? Math.log(2) / Math.log(rank + 2.0) : 0;
  }
}
