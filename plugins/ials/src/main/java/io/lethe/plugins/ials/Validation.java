package io.lethe.plugins.ials;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.training.ranking.HeldOutRanking;
import io.lethe.training.ranking.HeldOutRanking.Rule;

/**
 * NDCG at 50 of a training's rows, all held-out items being relevant: a tenth of the data holds few per
 * user, and a choice by the ten best items, or by high values alone, follows its noise.
 *
 * @param ranking the users to rank for
 */
record Validation(HeldOutRanking ranking) {

  private static final int LENGTH = 50;
  private static final int USERS_MAX = 10_000;
  private static final int USERS_MIN = 1_000;

  /** Most rows that the lists of all sampled users may scan, if enough users remain. */
  private static final long SCANNED_ROWS_MAX = 100_000_000;

  /** The users to rank for. O(validation). */
  static Validation of(InteractionView heldOut) {
    int items = Math.max(1, heldOut.all().keys().itemCount());
    int usersMax = Math.clamp(SCANNED_ROWS_MAX / items, USERS_MIN, USERS_MAX);
    return new Validation(
        HeldOutRanking.of(heldOut, new Rule(LENGTH, usersMax, Float.NEGATIVE_INFINITY)));
  }

  /**
   * The mean over users; NaN if none has a relevant item.
   *
   * @param training what lists leave out
   */
  double ndcg(Workers workers, Scoring scoring, SparseSide training) {
    return ranking.ndcg(
        scoring::topItems, training::columnsOf,
        (chunks, work) -> workers.run(chunks, 1, (from, to) -> {
          for (int chunk = from; chunk < to; chunk++) {
            work.accept(chunk);
          }
        }));
  }
}
