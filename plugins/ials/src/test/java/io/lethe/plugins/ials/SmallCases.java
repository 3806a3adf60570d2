package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.InteractionView;
import io.lethe.testkit.SyntheticRatings;
import java.util.List;
import java.util.SplittableRandom;

/** Data small enough for dense loops in doubles, and those loops. */
final class SmallCases {

  static final int USERS = 12;
  static final int ITEMS = 9;
  static final Confidence CONFIDENCE = new Confidence(
      Confidence.Weights.VALUES, Float.NaN, Float.NaN, 3);

  private SmallCases() {}

  static InteractionView view() {
    return InteractionView.of(new SyntheticRatings(3, USERS, ITEMS, 4).generate());
  }

  static Confidence confidence(InteractionView view) {
    return CONFIDENCE.resolved(view);
  }

  /** Random tables. */
  static PairTables tables(int users, int items, int width) {
    SplittableRandom random = new SplittableRandom(11);
    return new PairTables(table(random, users, width), table(random, items, width));
  }

  private static EmbeddingTable table(SplittableRandom random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (0.4 * random.nextGaussian());
    }
    return EmbeddingTable.copyOf(rows, width, List.of(values));
  }

  /** A table as doubles. */
  static double[][] dense(EmbeddingTable table) {
    double[][] rows = new double[table.rows()][table.width()];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < table.width(); c++) {
        rows[r][c] = table.pageOf(r)[table.offsetOf(r) + c];
      }
    }
    return rows;
  }

  /** Confidence minus 1 of every pair, straight from the interactions. */
  static double[][] extras(InteractionView view, Confidence confidence) {
    double[][] extras = new double[view.all().keys().userCount()][view.all().keys().itemCount()];
    for (int p : view.positions()) {
      extras[view.all().user(p)][view.all().item(p)] += confidence.extra(view.all().value(p));
    }
    return extras;
  }

  /** The objective as its definition has it: a loop over all pairs. */
  static double objective(double[][] extras, double[][] users, double[][] items, double reg) {
    double sum = 0;
    for (int u = 0; u < users.length; u++) {
      for (int i = 0; i < items.length; i++) {
        double error = (extras[u][i] > 0 ? 1 : 0) - dot(users[u], items[i]);
        sum += (1 + extras[u][i]) * error * error;
      }
    }
    for (double[] row : users) {
      sum += reg * dot(row, row);
    }
    for (double[] row : items) {
      sum += reg * dot(row, row);
    }
    return sum;
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int c = 0; c < left.length; c++) {
      sum += left[c] * right[c];
    }
    return sum;
  }
}
