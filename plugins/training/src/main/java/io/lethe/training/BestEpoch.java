package io.lethe.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The epoch whose parameters are kept: the one that does best on held-out interactions, or the last
 * one where there are none to tell. Confined to one training run.
 *
 * <p>Held-out lists are too short to tell epochs apart that are nearly as good, and chance would choose
 * among them: without one user it chooses another epoch, which moves everybody's scores by more than that
 * user did. So lists are looked at on rungs alone, and of those in the second half of the way to the best
 * the earliest that comes within {@value #TIE} of it is kept.
 */
final class BestEpoch {

  /** Share of the best lists' goodness that an earlier epoch may lack. */
  private static final double TIE = 0.03;
  private static final double RUNGS_TO_TWICE = 2;
  /** Times the patience that a training by lists lasts at least, and that it waits on the plateau. */
  private static final int LISTS_PATIENCE = 4;

  private final int patience;
  private final double plateau;
  /** Epochs that may turn out to be the one: by lists three or four. */
  private final List<Kept> kept = new ArrayList<>();
  private @Nullable FactorTables spare;
  private double best = Double.NEGATIVE_INFINITY;
  private int bestEpoch;

  private record Kept(int epoch, HeldOut.Verdict verdict, FactorTables tables) {

    double goodness() {
      return verdict.goodness();
    }
  }

  /**
   * Nothing seen yet.
   *
   * @param patience epochs without improvement after which it is time to stop
   * @param plateau the goodness of the most popular items, on which lists begin: {@value
   *     #LISTS_PATIENCE} times as many epochs without leaving it, and as many in all, because one of the
   *     first epochs may be above it by luck; minus infinity if lists are not looked at
   */
  BestEpoch(int patience, double plateau) {
    this.patience = patience;
    this.plateau = plateau;
  }

  private boolean byLists() {
    return plateau > Double.NEGATIVE_INFINITY;
  }

  /** Whether an epoch may be the one, so that held-out interactions are to be asked. */
  boolean asks(int done) {
    return !byLists() || isRung(done);
  }

  /**
   * Whether lists are looked at after an epoch: 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128 and so
   * on, each about root two times the one before. Steps are so wide that a training without a few
   * interactions mostly ends where the one with them did.
   */
  static boolean isRung(int done) {
    long rung = Math.round(RUNGS_TO_TWICE * Math.log(done) / Math.log(2));
    return Math.round(Math.pow(2, rung / RUNGS_TO_TWICE)) == done;
  }

  /**
   * Looks at the parameters after an epoch.
   *
   * @param done epochs done, from 1
   * @param verdict of held-out interactions
   */
  void offer(int done, HeldOut.Verdict verdict, FactorTables tables) {
    double goodness = verdict.goodness();
    if (Double.isNaN(goodness) || goodness > best) {
      best = Double.isNaN(goodness) ? best : goodness;
      bestEpoch = done;
    }
    double least = byLists() ? best - TIE * Math.abs(best) : best;
    for (int k = kept.size() - 1; k >= 0; k--) {
      Kept earlier = kept.get(k);
      if (Double.isNaN(goodness) || earlier.goodness() < least || 2 * earlier.epoch() < bestEpoch) {
        spare = kept.remove(k).tables();
      }
    }
    if (bestEpoch == done || (byLists() && goodness >= least)) {
      kept.add(new Kept(done, verdict, copy(tables)));
    }
  }

  private FactorTables copy(FactorTables tables) {
    FactorTables room = spare;
    spare = null;
    if (room == null) {
      return tables.copy();
    }
    room.copyFrom(tables);
    return room;
  }

  /** Whether patience has run out after an epoch that was looked at. */
  boolean stop(int done) {
    long many = (long) LISTS_PATIENCE * patience;
    long least = byLists() ? many : 0;
    long lasting = best > plateau ? patience : many;
    return done >= least && done - bestEpoch >= lasting;
  }

  /** Number of the kept epoch, from 1. */
  int epoch() {
    return kept.getFirst().epoch();
  }

  /** What held-out interactions said of it. */
  HeldOut.Verdict verdict() {
    return kept.getFirst().verdict();
  }

  /** Its parameters. */
  FactorTables tables() {
    return kept.getFirst().tables();
  }
}
