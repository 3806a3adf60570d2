package io.lethe.plugins.sasrec;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.negatives.NegativeRing;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.LossTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The terms that interactions stand for: each one that counts is what came next after those of the same
 * user that came before it, against items that are drawn by its keys.
 */
final class TermLists {

  private final LossTerms terms;
  private final Sequences histories;
  private final NegativeRing ring;
  private final int drawn;

  private TermLists(LossTerms terms, Sequences histories, NegativeRing ring, int drawn) {
    this.terms = terms;
    this.histories = histories;
    this.ring = ring;
    this.drawn = drawn;
  }

  /** Of interactions that came after parts of these histories. */
  TermLists(LossTerms terms, Sequences histories, NegativeRing ring) {
    this(terms, histories, ring, terms.sampled());
  }

  /**
   * Held-out choices, without any items drawn against them. Where they come as columns of their own, their
   * times alone say what came before: whether the training's columns have them, too, is the host's chance.
   */
  TermLists choices() {
    return new TermLists(terms, histories.withoutLeftOut(), ring, 0);
  }

  /** Every interaction of a user's history with its draw of an epoch. */
  UserTerms all(int user, int epoch) {
    int[] history = histories.items(user);
    int[] contexts = IntStream.range(0, history.length).toArray();
    return UserTerms.of(history, contexts, history, hashes(user, history), epoch, drawn, ring);
  }

  /**
   * The interactions of a view, user after user, with the draw that derivatives have.
   *
   * @param wanted whose
   */
  List<UserTerms> of(InteractionView view, IntPredicate wanted) {
    Interactions rows = view.all();
    int[] positions = IntStream.of(view.sequences())
        .filter(position -> wanted.test(rows.user(position)) && terms.counts(rows.value(position)))
        .toArray();
    List<UserTerms> lists = new ArrayList<>();
    int from = 0;
    for (int k = 1; k <= positions.length; k++) {
      if (k == positions.length || rows.user(positions[k]) != rows.user(positions[from])) {
        lists.add(ofUser(rows, IntStream.range(from, k).map(at -> positions[at]).toArray()));
        from = k;
      }
    }
    return lists;
  }

  private UserTerms ofUser(Interactions rows, int[] positions) {
    int user = rows.user(positions[0]);
    long[] keys = IntStream.range(0, positions.length)
        .mapToLong(k -> (long) histories.before(rows, positions[k]) << Integer.SIZE | k)
        .sorted()
        .toArray();
    int[] contexts = new int[keys.length];
    int[] chosen = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      contexts[k] = (int) (keys[k] >>> Integer.SIZE);
      chosen[k] = rows.item(positions[(int) keys[k]]);
    }
    return UserTerms.of(
        histories.items(user), contexts, chosen, hashes(user, chosen), LossTerms.DERIVATIVES_EPOCH,
        drawn, ring);
  }

  private long[] hashes(int user, int[] items) {
    EntityKeys keys = histories.all().keys();
    CoupledRandom random = terms.random();
    return IntStream.of(items)
        .mapToLong(item -> random.pair(keys.user(user), keys.item(item)))
        .toArray();
  }
}
