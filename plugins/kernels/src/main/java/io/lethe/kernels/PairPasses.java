package io.lethe.kernels;

import java.util.Arrays;

/**
 * Logistic loss and its derivatives for scores that are products of a user's and an item's row,
 * summed over grouped pairs. Two passes, one by user and one by item, each gathering the other
 * side's rows and writing each output row once: no atomics, and the same bits whatever the number of
 * threads. Stateless; safe for concurrent use.
 *
 * <p>Labels, residuals and curvatures are in the user order of {@link PairGroups}. Outputs are the
 * caller's and overwritten. Every pass costs O(pairs of the selected rows * width).
 */
public final class PairPasses {

  /** Fewest pairs worth a task: about half a millisecond. */
  private static final int TASK_PAIRS_MIN = 4096;

  /** Pairs whose gathered rows stay in a core's second-level cache until they are read again. */
  private static final int BLOCK_PAIRS = 512;

  /** Pairs per partial sum of the loss; fixed, so that the sum's bits are. */
  private static final int LOSS_CHUNK_PAIRS = 16_384;

  private final Kernels kernels;
  private final Workers workers;

  /** Passes that run on the given kernels and threads. */
  public PairPasses(Kernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
  }

  /** Scores of all pairs, in user order. */
  public void logits(PairTables tables, PairGroups groups, float[] logits) {
    PairSide side = groups.byUser();
    overAll(side, (from, to) -> logits(tables, side, from, to, logits));
  }

  private void logits(PairTables tables, PairSide side, int from, int to, float[] logits) {
    for (int g = from; g < to; g++) {
      int row = side.rows()[g];
      kernels.gatherDots(
          tables.items(), side.others(), side.starts()[g], side.starts()[g + 1],
          tables.users().pageOf(row), tables.users().offsetOf(row), logits);
    }
  }

  /** Logits, residuals and curvatures of all pairs at these parameters. */
  public PairTerms terms(PairTables tables, PairGroups groups, float[] labels) {
    float[] logits = new float[groups.size()];
    logits(tables, groups, logits);
    float[] residuals = new float[logits.length];
    float[] curvatures = new float[logits.length];
    workers.run(logits.length, LOSS_CHUNK_PAIRS, (from, to) -> {
      kernels.logisticResidual(logits, labels, residuals, from, to);
      kernels.logisticCurvature(logits, curvatures, from, to);
    });
    return new PairTerms(logits, residuals, curvatures);
  }

  /** Sum of the logistic losses. */
  public double loss(float[] logits, float[] labels) {
    int chunks = (logits.length + LOSS_CHUNK_PAIRS - 1) / LOSS_CHUNK_PAIRS;
    double[] sums = new double[chunks];
    workers.run(chunks, 1, (from, to) -> {
      for (int c = from; c < to; c++) {
        int end = (int) Math.min(logits.length, (c + 1L) * LOSS_CHUNK_PAIRS);
        sums[c] = kernels.logisticLoss(logits, labels, c * LOSS_CHUNK_PAIRS, end);
      }
    });
    return Arrays.stream(sums).sum();
  }

  /**
   * Gradient of the loss in the selected rows, from known residuals.
   *
   * @param out {@code rows.length(width)} floats
   */
  public void gradient(
      PairTables tables, PairGroups groups, float[] residuals, PairSelection rows, float[] out) {
    int width = tables.width();
    Arrays.fill(out, 0, rows.length(width), 0);
    PairSide byUser = groups.byUser();
    int[] userGroups = byUser.groupsOf(rows.users());
    workers.runRanges(byUser.balanced(userGroups, workers, TASK_PAIRS_MIN), (from, to) -> {
      for (int k = from; k < to; k++) {
        sum(tables.items(), byUser, userGroups[k], residuals, out, k * width);
      }
    });
    itemGradient(tables, groups, residuals, rows, out);
  }

  private void itemGradient(
      PairTables tables, PairGroups groups, float[] residuals, PairSelection rows, float[] out) {
    int width = tables.width();
    PairSide side = groups.byItem();
    int[] itemGroups = side.groupsOf(rows.items());
    float[] inItemOrder = new float[groups.size()];
    workers.runRanges(side.balanced(itemGroups, workers, TASK_PAIRS_MIN), (from, to) -> {
      for (int k = from; k < to; k++) {
        int at = rows.itemOffset(width) + k * width;
        groups.toItemOrder(itemGroups[k], residuals, inItemOrder);
        sum(tables.users(), side, itemGroups[k], inItemOrder, out, at);
      }
    });
  }

  private void sum(
      EmbeddingTable table, PairSide side, int group, float[] weights, float[] out, int outOffset) {
    if (group >= 0) {
      int start = side.starts()[group];
      int end = side.starts()[group + 1];
      kernels.gatherSum(table, side.others(), weights, start, end, out, outOffset);
    }
  }

  /**
   * Logits and gradient in one go, for training: rows are the groups' {@link
   * PairGroups#activeRows()}.
   *
   * @param labels in user order
   * @param logits overwritten with the scores, for {@link #loss}
   * @param out {@code activeRows().length(width)} floats
   */
  public void logisticGradient(
      PairTables tables, PairGroups groups, float[] labels, float[] logits, float[] out) {
    Arrays.fill(out, 0, groups.activeRows().length(tables.width()), 0);
    float[] residuals = new float[groups.size()];
    PairSide side = groups.byUser();
    overAll(side, (from, to) -> {
      for (int start = from; start < to;) {
        int end = blockEnd(side, start, to);
        logits(tables, side, start, end, logits);
        kernels
            .logisticResidual(logits, labels, residuals, side.starts()[start], side.starts()[end]);
        for (int g = start; g < end; g++) {
          sum(tables.items(), side, g, residuals, out, g * tables.width());
        }
        start = end;
      }
    });
    itemGradient(tables, groups, residuals, groups.activeRows(), out);
  }

  private static int blockEnd(PairSide side, int start, int to) {
    int end = start + 1;
    while (end < to && side.starts()[end + 1] - side.starts()[start] <= BLOCK_PAIRS) {
      end++;
    }
    return end;
  }

  /** Gauss-Newton product {@code J' diag(curvatures) J vector} over the selected rows. */
  public void gaussNewtonProduct(
      PairTables tables, PairGroups groups, PairTerms terms, PairSelection rows, float[] vector,
      float[] out) {
    new PairProduct(kernels, workers, tables, groups, rows)
        .apply(terms.curvatures(), null, vector, out);
  }

  /** Product with the exact Hessian of the loss over the selected rows. */
  public void hessianProduct(
      PairTables tables, PairGroups groups, PairTerms terms, PairSelection rows, float[] vector,
      float[] out) {
    new PairProduct(kernels, workers, tables, groups, rows)
        .apply(terms.curvatures(), terms.residuals(), vector, out);
  }

  /**
   * The diagonal blocks of the Gauss-Newton matrix: per selected row {@code sum over its pairs of
   * curvature * other other'}, other the pair's row of the other side. Costs O(pairs of the selected
   * rows * width^2).
   *
   * @return per selected row, users then items, a symmetric {@code width * width} matrix, row major;
   *     the caller's own
   */
  public double[][] rowCurvatures(
      PairTables tables, PairGroups groups, PairTerms terms, PairSelection rows) {
    double[][] blocks = new double[rows.users().length + rows.items().length][];
    PairSide byUser = groups.byUser();
    int[] userGroups = byUser.groupsOf(rows.users());
    workers.runRanges(byUser.balanced(userGroups, workers, BLOCK_PAIRS), (from, to) -> {
      for (int k = from; k < to; k++) {
        blocks[k] = block(tables.items(), byUser, userGroups[k], terms.curvatures());
      }
    });
    PairSide byItem = groups.byItem();
    int[] itemGroups = byItem.groupsOf(rows.items());
    float[] inItemOrder = new float[groups.size()];
    workers.runRanges(byItem.balanced(itemGroups, workers, BLOCK_PAIRS), (from, to) -> {
      for (int k = from; k < to; k++) {
        groups.toItemOrder(itemGroups[k], terms.curvatures(), inItemOrder);
        blocks[rows.users().length + k] = block(tables.users(), byItem, itemGroups[k], inItemOrder);
      }
    });
    return blocks;
  }

  private double[] block(EmbeddingTable others, PairSide side, int group, float[] curvatures) {
    return group < 0
        ? new double[others.width() * others.width()]
        : GramMatrix.gathered(
            kernels, others, side.others(), curvatures, side.starts()[group],
            side.starts()[group + 1]);
  }

  private void overAll(PairSide side, RangeTask task) {
    int[] all = side.groupsOf(side.rows());
    workers.runRanges(side.balanced(all, workers, TASK_PAIRS_MIN), task);
  }
}
