package io.lethe.training.learning;

import io.lethe.kernels.EmbeddingTable;

/**
 * What a graph passes on to rows of one side in final space. LightGCN's final row is the mean of its
 * layers; all but the first come along edges, each with the weight {@code 1 / sqrt(degree * degree)}.
 * The layers that a neighbour passes on are taken to be its final row, which is their mean but for one.
 *
 * @param before positive terms of each of the other side's rows, then
 * @param after now
 * @param layers at least 1
 */
record Edges(int[] before, int[] after, int layers) {

  /**
   * Adds the change of what is passed on to a row, {@code layers / (layers + 1) * (sum over its edges
   * now - sum over those before)}. O(edges * width).
   *
   * @param known whether the row had terms before; to a new one nothing was passed on
   */
  void addChange(
      SideLearning.Sample had, SideLearning.Sample has, int k, boolean known, EmbeddingTable fixed,
      double[] out) {
    double part = layers / (layers + 1.0);
    add(has.terms(), k, fixed, after, part, out);
    if (known) {
      add(had.terms(), k, fixed, before, -part, out);
    }
  }

  private static void add(
      OwnTerms terms, int k, EmbeddingTable fixed, int[] degrees, double part, double[] out) {
    int[] others = terms.othersOf(k);
    float[] labels = terms.labelsOf(k);
    int degree = 0;
    for (float label : labels) {
      degree += label > 0 ? 1 : 0;
    }
    for (int t = 0; t < others.length; t++) {
      if (labels[t] > 0) {
        double weight = part / Math.sqrt((double) degree * degrees[others[t]]);
        float[] page = fixed.pageOf(others[t]);
        int at = fixed.offsetOf(others[t]);
        for (int c = 0; c < out.length; c++) {
          out[c] += weight * page[at + c];
        }
      }
    }
  }
}
