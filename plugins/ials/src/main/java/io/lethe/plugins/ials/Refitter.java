package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Interactions;
import io.lethe.spi.Refit;
import io.lethe.spi.Removal;
import java.util.Arrays;
import java.util.BitSet;

/** Solves a model's rows on for fewer interactions. Confined to one refit. */
final class Refitter {

  private final IalsShape shape;
  private final PairTables before;
  private final Kernels kernels;
  private final Workers workers;

  Refitter(IalsShape shape, PairTables before, Kernels kernels, Workers workers) {
    this.shape = shape;
    this.before = before;
    this.kernels = kernels;
    this.workers = workers;
  }

  static long rows(PairTables tables) {
    return (long) tables.users().rows() + tables.items().rows();
  }

  Refit refit(Removal removal) {
    PairMatrix pairs = PairMatrix.of(removal.retained(), shape.confidence());
    Interactions forget = removal.forget();
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int k = 0; k < forget.size(); k++) {
      users.set(forget.user(k));
      items.set(forget.item(k));
    }
    EmbeddingTable newUsers = solved(
        pairs.users(), users.stream().toArray(), before.users(), before.items());
    EmbeddingTable newItems = solved(
        pairs.items(), items.stream().toArray(), before.items(), newUsers);
    PairTables after = new PairTables(newUsers, newItems);
    Stationarity end = Stationarity.of(kernels, workers, pairs, after, shape.reg());
    return new Refit(
        new IalsModel(shape, after, kernels, workers), false, end.relative(), 1e-5,
        (long) users.cardinality() + items.cardinality(),
        empty(pairs.users(), users) + empty(pairs.items(), items));
  }

  private static long empty(SparseSide side, BitSet rows) {
    return rows.stream().filter(row -> side.count(row) == 0).count();
  }

  private EmbeddingTable solved(
      SparseSide side, int[] rows, EmbeddingTable table, EmbeddingTable fixed) {
    int width = table.width();
    double[] gram = new double[width * width];
    float[] single = HalfSweep.gram(kernels, workers, fixed);
    Arrays.setAll(gram, k -> single[k]);
    float[] values = new float[rows.length * width];
    workers.run(rows.length, 1, (from, to) -> {
      RowMatrix matrix = new RowMatrix(gram, width, shape.reg());
      double[] right = new double[width];
      for (int k = from; k < to; k++) {
        matrix.factor(side, rows[k], fixed);
        Arrays.fill(right, 0);
        for (int e = side.starts()[rows[k]]; e < side.starts()[rows[k] + 1]; e++) {
          float[] page = fixed.pageOf(side.columns()[e]);
          int at = fixed.offsetOf(side.columns()[e]);
          for (int c = 0; c < width; c++) {
            right[c] += (1 + side.extras()[e]) * page[at + c];
          }
        }
        matrix.solve(right);
        for (int c = 0; c < width; c++) {
          values[k * width + c] = (float) right[c];
        }
      }
    });
    return table.withRows(rows, values, 0);
  }
}
