package io.lethe.kernels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Second-derivative products over pairs. For a pair (u, i) with rows p, q and directions v, w the
 * score changes by {@code t = v.q + p.w}; the product gets {@code c t q} in row u and {@code c t p}
 * in row i (Gauss-Newton), and with the exact Hessian also {@code r w} and {@code r v}, c the
 * curvature and r the residual. Rows that are not selected have direction zero.
 */
final class PairProduct {

  /** Fewest pairs worth a task: about half a millisecond. */
  private static final int TASK_PAIRS_MIN = 2048;

  private final Kernels kernels;
  private final Workers workers;
  private final PairTables tables;
  private final PairGroups groups;
  private final PairSelection rows;

  PairProduct(
      Kernels kernels, Workers workers, PairTables tables, PairGroups groups, PairSelection rows) {
    this.kernels = kernels;
    this.workers = workers;
    this.tables = tables;
    this.groups = groups;
    this.rows = rows;
  }

  /** The product; without residuals the Gauss-Newton one. */
  void apply(float[] curvatures, float @Nullable [] residuals, float[] vector, float[] out) {
    int width = tables.width();
    int itemOffset = rows.itemOffset(width);
    Arrays.fill(out, 0, rows.length(width), 0);
    Directions users = new Directions(rows.users(), tables.users().rows(), vector, 0, width);
    Directions items = new Directions(
        rows.items(), tables.items().rows(), vector, itemOffset, width);
    PairHalf byUser = new PairHalf(
        kernels, groups.byUser(), new PairHalf.Tables(tables.users(), tables.items(), users, items),
        new PairCoefficients(curvatures, residuals, null), null);
    run(byUser, groups.byUser(), rows.users(), out, 0);
    PairHalf byItem = new PairHalf(
        kernels, groups.byItem(), new PairHalf.Tables(tables.items(), tables.users(), items, users),
        new PairCoefficients(curvatures, residuals, groups.crossing()),
        users.all() ? byUser : null);
    run(byItem, groups.byItem(), rows.items(), out, itemOffset);
  }

  private void run(PairHalf half, PairSide side, int[] selected, float[] out, int offset) {
    int[] groupOf = side.groupsOf(selected);
    workers.runRanges(side.balanced(groupOf, workers, TASK_PAIRS_MIN), (from, to) -> {
      for (int k = from; k < to; k++) {
        if (groupOf[k] >= 0) {
          half.addRow(groupOf[k], k, out, offset + k * tables.width());
        }
      }
    });
  }
}
