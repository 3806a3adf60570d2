package io.lethe.plugins.ials;

import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.training.ranking.HeldOutRanking;
import io.lethe.training.ranking.HeldOutRanking.Rule;

/**
 * NDCG at 10 of a training's rows. Relevant are held-out items of a value not below the held-out mean.
 *
 * @param ranking the users to rank for
 */
record Validation(HeldOutRanking ranking) {

  private static final int LENGTH = 10;
  private static final int USERS_MAX = 10_000;
  private static final int USERS_MIN = 1_000;

  /** Most rows that the lists of all sampled users may scan, if enough users remain. */
  private static final long SCANNED_ROWS_MAX = 100_000_000;

  /** The users to rank for. O(validation). */
  static Validation of(InteractionView heldOut) {
    int items = Math.max(1, heldOut.all().keys().itemCount());
    int usersMax = Math.clamp(SCANNED_ROWS_MAX / items, USERS_MIN, USERS_MAX);
    return new Validation(
        HeldOutRanking.of(heldOut, new Rule(LENGTH, usersMax, HeldOutRanking.meanValue(heldOut))));
  }

  /**
   * The mean over users; NaN if none has a relevant item.
   *
   * @param training what lists leave out
   */
  double ndcg(Kernels kernels, Workers workers, PairTables tables, SparseSide training) {
    ItemScan scan = new ItemScan(kernels);
    return ranking.ndcg(
        (user, excluded, items, scores) -> scan.topItems(
            tables.items(), tables.users().pageOf(user), tables.users().offsetOf(user), excluded,
            items, scores),
        training::columnsOf, (chunks, work) -> workers.run(chunks, 1, (from, to) -> {
          for (int chunk = from; chunk < to; chunk++) {
            work.accept(chunk);
          }
        }));
  }
}
