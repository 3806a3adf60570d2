package io.lethe.plugins.ials;

import io.lethe.kernels.PairTables;
import io.lethe.plugins.ials.iteration.Tables;
import io.lethe.training.OptionValues;
import org.jspecify.annotations.Nullable;

/**
 * The sweep whose parameters are kept: the last one whose validation NDCG is at most {@value
 * #TIE} of the best below it, or the last one where there is none to tell. Held-out lists are too
 * short to tell smaller differences, and a later sweep is nearer to the objective's minimum. Confined
 * to one training run.
 */
final class BestSweep {

  static final double TIE = 0.03;

  private final int patience;
  private double best = Double.NEGATIVE_INFINITY;
  private double ndcg = Double.NEGATIVE_INFINITY;
  private int epoch;
  private @Nullable PairTables kept;

  BestSweep(int patience) {
    this.patience = patience;
  }

  /** Looks at the parameters after an epoch; NaN if there is no NDCG. */
  void offer(int done, double validationNdcg, PairTables tables) {
    if (Double.isNaN(validationNdcg)) {
      epoch = done;
      kept = tables;
    } else if (validationNdcg >= best - TIE * Math.abs(best)) {
      best = Math.max(best, validationNdcg);
      ndcg = validationNdcg;
      epoch = done;
      kept = new PairTables(Tables.copy(tables.users()), Tables.copy(tables.items()));
    }
  }

  boolean stop(int done) {
    return done - epoch >= patience;
  }

  int epoch() {
    return epoch;
  }

  /** NaN if there is none. */
  double ndcg() {
    return ndcg == Double.NEGATIVE_INFINITY ? Double.NaN : ndcg;
  }

  PairTables tables() {
    if (kept == null) {
      throw OptionValues.refusal("no epoch has run");
    }
    return kept;
  }
}
