package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The Gram matrices of a model's users and items, {@code width * width} doubles each: found when first
 * asked for, O(rows * width^2), or handed on by the model before, O(changed rows * width^2). Immutable
 * but for that; the arrays are only read.
 */
final class Grams {

  private final Kernels kernels;
  private final Workers workers;
  private final PairTables tables;
  private volatile double @Nullable [] users;
  private volatile double @Nullable [] items;

  Grams(Kernels kernels, Workers workers, PairTables tables) {
    this.kernels = kernels;
    this.workers = workers;
    this.tables = tables;
  }

  /** The same for all callers, so that two threads may find it at once. */
  double[] users() {
    double[] found = users;
    if (found == null) {
      found = HalfSweep.exactGram(kernels, workers, tables.users());
      users = found;
    }
    return found;
  }

  /** As {@link #users}. */
  double[] items() {
    double[] found = items;
    if (found == null) {
      found = HalfSweep.exactGram(kernels, workers, tables.items());
      items = found;
    }
    return found;
  }

  /** Those of other tables, which are known. */
  Grams with(PairTables others, double[] ofUsers, double[] ofItems) {
    Grams grams = new Grams(kernels, workers, others);
    grams.users = ofUsers;
    grams.items = ofItems;
    return grams;
  }

  /** A Gram matrix after some rows of its table moved. */
  static double[] moved(double[] gram, EmbeddingTable from, EmbeddingTable to, int[] rows) {
    int width = from.width();
    double[] sum = gram.clone();
    for (int row : rows) {
      add(-1, from, row, sum);
      add(1, to, row, sum);
    }
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < r; c++) {
        sum[r * width + c] = sum[c * width + r];
      }
    }
    return sum;
  }

  /** The upper triangle. */
  private static void add(double sign, EmbeddingTable table, int row, double[] sum) {
    float[] page = table.pageOf(row);
    int at = table.offsetOf(row);
    int width = table.width();
    for (int r = 0; r < width; r++) {
      double factor = sign * page[at + r];
      for (int c = r; c < width; c++) {
        sum[r * width + c] += factor * page[at + c];
      }
    }
  }
}
