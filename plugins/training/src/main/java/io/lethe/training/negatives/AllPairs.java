package io.lethe.training.negatives;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Loss and derivatives of the expected negatives at given rows: the sum over all users with draws and
 * all items of {@code weight * log(1 + exp(score))}. Each output row is written by one task: the same
 * bits whatever the number of threads. Immutable; nothing is kept of size users * items.
 *
 * <p>Costs O(users with draws * items * width) over all rows; over some rows a user's share is O(items
 * * width), an item's O(users with draws * width).
 */
public final class AllPairs {
  /** Fewest pairs worth a task: about half a millisecond. */
  private static final int TASK_PAIRS_MIN = 16_384;

  private final Kernels kernels;
  private final Workers workers;
  private final PairTables tables;
  private final ExpectedNegatives negatives;
  private final Supplier<CurvatureProfile> profile;
  private volatile @Nullable SeparableCurvature separable;
  private final PairsHalf byUser;
  private final PairsHalf byItem;
  private final int width;

  /**
   * Expected negatives at the rows of tables. O(items).
   *
   * @param profile of these rows; asked when a curvature is first asked for
   */
  public AllPairs(
      Kernels kernels, Workers workers, PairTables tables, ExpectedNegatives negatives,
      Supplier<CurvatureProfile> profile) {
    this.kernels = kernels;
    this.workers = workers;
    this.tables = tables;
    this.negatives = negatives;
    this.profile = profile;
    this.width = tables.width();
    int[] users = negatives.users();
    int[] items = IntStream.range(0, negatives.itemShares().length).toArray();
    this.byUser = new PairsHalf(
        kernels, users, negatives.userWeights(), tables.users(), tables.items(), items,
        negatives.itemShares());
    this.byItem = new PairsHalf(
        kernels, items, negatives.itemShares(), tables.items(), tables.users(), users,
        negatives.userWeights());
  }

  /** Sum of the losses. */
  public double loss() {
    int[] users = negatives.users();
    double[] sums = new double[users.length];
    workers.run(users.length, rowsMin(byUser), (from, to) -> {
      PairsHalf.Scratch scratch = byUser.scratch(0);
      for (int k = from; k < to; k++) {
        sums[k] = byUser.loss(users[k], scratch);
      }
    });
    return Arrays.stream(sums).sum();
  }

  private static int rowsMin(PairsHalf half) {
    return Math.max(1, TASK_PAIRS_MIN / Math.max(1, half.others().length));
  }

  /**
   * Adds the gradient in the selected rows.
   *
   * @param out {@code rows.length(width)} floats
   */
  public void addGradient(PairSelection rows, float[] out) {
    addGradient(byUser, rows.users(), out, 0);
    addGradient(byItem, rows.items(), out, rows.itemOffset(width));
  }

  private void addGradient(PairsHalf half, int[] selected, float[] out, int offset) {
    workers.run(selected.length, rowsMin(half), (from, to) -> {
      PairsHalf.Scratch scratch = half.scratch(0);
      for (int k = from; k < to; k++) {
        if (half.weight(selected[k]) > 0) {
          half.addGradient(selected[k], scratch, out, offset + k * width);
        }
      }
    });
  }

  /**
   * Adds the Gauss-Newton product {@code J' diag(weight * s(1-s)) J vector}, with curvatures that are
   * products of a user's and an item's ({@link CurvatureProfile}). O(rows * width^2).
   */
  public void addGaussNewtonProduct(PairSelection rows, float[] vector, float[] out) {
    curvature().addProduct(rows, vector, out);
  }

  /** Adds the blocks of the same matrix that belong to each selected row. */
  public void addRowCurvatures(PairSelection rows, double[][] blocks) {
    curvature().addBlocks(rows, blocks);
  }

  /** Sum of {@code weight * s(1-s)}, with the same curvatures. */
  public double weight() {
    return curvature().weight();
  }

  private SeparableCurvature curvature() {
    SeparableCurvature known = separable;
    if (known == null) {
      known = new SeparableCurvature(kernels, workers, tables, negatives, profile.get());
      separable = known;
    }
    return known;
  }

  /** Adds the product with the exact Hessian. */
  public void addHessianProduct(PairSelection rows, float[] vector, float[] out) {
    int items = rows.itemOffset(width);
    PairsHalf.Moves itemMoves = PairsHalf.Moves.of(byUser, rows.items(), vector, items);
    PairsHalf.Moves userMoves = PairsHalf.Moves.of(byItem, rows.users(), vector, 0);
    addProduct(byUser, rows.users(), itemMoves, vector, out, 0);
    addProduct(byItem, rows.items(), userMoves, vector, out, items);
  }

  private void addProduct(
      PairsHalf half, int[] selected, PairsHalf.Moves moves, float[] vector, float[] out,
      int offset) {
    workers.run(selected.length, rowsMin(half), (from, to) -> {
      PairsHalf.Scratch scratch = half.scratch(moves.places().length);
      for (int k = from; k < to; k++) {
        int at = offset + k * width;
        if (half.weight(selected[k]) > 0) {
          half.addProduct(selected[k], vector, at, moves, scratch, out, at);
        }
      }
    });
  }

  /**
   * Adds the expected number of terms of each selected row.
   *
   * @param out one number per selected row, users then items
   */
  public void addCounts(PairSelection rows, float[] out) {
    int next = 0;
    for (int user : rows.users()) {
      out[next++] += byUser.weight(user);
    }
    double draws = negatives.draws();
    for (int item : rows.items()) {
      out[next++] += (float) (draws * negatives.itemShares()[item]);
    }
  }

  /** The expected negatives. */
  public ExpectedNegatives negatives() {
    return negatives;
  }
}
