package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import java.util.List;

/** Tables as vectors: copies, products, combinations. Sums run in doubles, in one order. */
final class Tables {

  private Tables() {}

  static EmbeddingTable copy(EmbeddingTable table) {
    return EmbeddingTable.copyOf(table.rows(), table.width(), table.pages());
  }

  /** Rows one after the other. */
  static float[] rows(EmbeddingTable table, int[] rows) {
    float[] values = new float[rows.length * table.width()];
    for (int k = 0; k < rows.length; k++) {
      table.copyRow(rows[k], values, k * table.width());
    }
    return values;
  }

  static double dot(EmbeddingTable left, EmbeddingTable right) {
    double sum = 0;
    for (int p = 0; p < left.pageCount(); p++) {
      float[] l = left.page(p);
      float[] r = right.page(p);
      double page = 0;
      for (int k = 0; k < l.length; k++) {
        page += (double) l[k] * r[k];
      }
      sum += page;
    }
    return sum;
  }

  /** A weighted sum. */
  static EmbeddingTable combined(List<EmbeddingTable> tables, double[] weights) {
    EmbeddingTable out = EmbeddingTable.zeros(tables.getFirst().rows(), tables.getFirst().width());
    for (int p = 0; p < out.pageCount(); p++) {
      float[] page = out.page(p);
      for (int k = 0; k < page.length; k++) {
        double sum = 0;
        for (int t = 0; t < weights.length; t++) {
          sum += weights[t] * tables.get(t).page(p)[k];
        }
        page[k] = (float) sum;
      }
    }
    return out;
  }
}
