package io.lethe.training.start;

import io.lethe.training.FactorTables;
import io.lethe.training.TrainingPairs;
import java.util.Arrays;

/**
 * First rows that depend smoothly on the data. Drawn rows are passed along the positive interactions
 * between users and items, {@code R = Du^-1/2 A Di^-1/2}, a few times, without the singular pair that
 * knows degrees alone: rounds of subspace iteration (Halko, Martinsson and Tropp 2011) from a random
 * start. Training from tiny drawn rows begins on a saddle, and the way off it is a matter of chance, so
 * that one user more or less turns the whole model; training from these rows begins beside it.
 *
 * <p>Rows without positive interactions stay as they were drawn.
 *
 * @param pairs the interactions
 * @param factors floats of each row that are passed on; what follows them stays
 * @param deviation root of the mean square of the rows that come out
 */
public record SpreadRows(TrainingPairs pairs, int factors, float deviation) {

  /**
   * Spreads the rows of tables in place. O(rounds * interactions * factors), on one thread; the sums
   * run in the order of the interactions.
   *
   * @param rounds times users learn from items, then items from users; at least 1
   */
  public void spread(FactorTables tables, int rounds) {
    double[] userRoots = roots(pairs.users(), pairs.userCount());
    double[] itemRoots = roots(pairs.items(), pairs.itemCount());
    int width = tables.width();
    double[] users = new double[userRoots.length * factors];
    double[] items = picked(tables.items().values(), width, itemRoots);
    for (int k = 0; k < rounds; k++) {
      pass(pairs.items(), itemRoots, items, pairs.users(), userRoots, users);
      deflate(userRoots, users);
      pass(pairs.users(), userRoots, users, pairs.items(), itemRoots, items);
      deflate(itemRoots, items);
    }
    put(userRoots, users, tables.users().values(), width);
    put(itemRoots, items, tables.items().values(), width);
  }

  /** Roots of the numbers of positive interactions. */
  private double[] roots(int[] rows, int count) {
    double[] roots = new double[count];
    for (int k = 0; k < rows.length; k++) {
      roots[rows[k]] += pairs.labels()[k] > 0 ? 1 : 0;
    }
    Arrays.setAll(roots, row -> Math.sqrt(roots[row]));
    return roots;
  }

  private double[] picked(float[] values, int width, double[] roots) {
    double[] picked = new double[roots.length * factors];
    for (int row = 0; row < roots.length; row++) {
      for (int c = 0; c < factors; c++) {
        picked[row * factors + c] = values[row * width + c];
      }
    }
    return picked;
  }

  private void pass(
      int[] givers, double[] giverRoots, double[] given, int[] takers, double[] takerRoots,
      double[] taken) {
    Arrays.fill(taken, 0);
    for (int k = 0; k < givers.length; k++) {
      if (pairs.labels()[k] > 0) {
        double weight = 1 / (giverRoots[givers[k]] * takerRoots[takers[k]]);
        int from = givers[k] * factors;
        int to = takers[k] * factors;
        for (int c = 0; c < factors; c++) {
          taken[to + c] += weight * given[from + c];
        }
      }
    }
  }

  /** Takes out the part along the roots of the degrees, which is popularity's. */
  private void deflate(double[] roots, double[] rows) {
    double squares = 0;
    double[] along = new double[factors];
    for (int row = 0; row < roots.length; row++) {
      squares += roots[row] * roots[row];
      for (int c = 0; c < factors; c++) {
        along[c] += roots[row] * rows[row * factors + c];
      }
    }
    for (int row = 0; row < roots.length && squares > 0; row++) {
      for (int c = 0; c < factors; c++) {
        rows[row * factors + c] -= along[c] / squares * roots[row];
      }
    }
  }

  /** Where there is nothing to know but degrees, all rows stay as they were drawn. */
  private void put(double[] roots, double[] rows, float[] values, int width) {
    double squares = 0;
    int count = 0;
    for (int row = 0; row < roots.length; row++) {
      for (int c = 0; c < factors && roots[row] > 0; c++, count++) {
        squares += rows[row * factors + c] * rows[row * factors + c];
      }
    }
    double scale = deviation / Math.sqrt(squares / Math.max(1, count));
    for (int row = 0; row < roots.length && Double.isFinite(scale); row++) {
      for (int c = 0; c < factors && roots[row] > 0; c++) {
        values[row * width + c] = (float) (scale * rows[row * factors + c]);
      }
    }
  }
}
