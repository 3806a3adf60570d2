package io.lethe.kernels;

import org.jspecify.annotations.Nullable;

/** One side's half of a second-derivative product; see {@link PairProduct}. */
final class PairHalf {

  private final Kernels kernels;
  private final PairSide side;
  private final Tables tables;
  private final PairCoefficients coefficients;

  private final float[] changes;
  private final float[] otherChanges;
  private final int[] directionRows;

  /** Scores' changes times curvature, in this half's order; null where they are to be computed. */
  private final @Nullable PairHalf known;

  /**
   * What one half works on.
   *
   * @param own rows of the side whose product it computes
   * @param other rows that are gathered
   */
  record Tables(
      EmbeddingTable own, EmbeddingTable other, Directions ownMoves, Directions otherMoves) {}

  /**
   * A half.
   *
   * @param known the other half if it has computed the changes of every pair's score
   */
  PairHalf(
      Kernels kernels, PairSide side, Tables tables, PairCoefficients coefficients,
      @Nullable PairHalf known) {
    this.kernels = kernels;
    this.side = side;
    this.tables = tables;
    this.coefficients = coefficients;
    this.known = known;
    this.changes = new float[side.pairs()];
    this.otherChanges = new float[side.pairs()];
    this.directionRows = new int[side.pairs()];
  }

  /** Adds the product's row of one group, whose direction is row {@code position}, to the output. */
  void addRow(int group, int position, float[] out, int outOffset) {
    int from = side.starts()[group];
    int to = side.starts()[group + 1];
    tables.otherMoves().tableRows(side.others(), from, to, directionRows);
    if (known == null) {
      computeChanges(group, position, from, to);
    } else {
      coefficients.reorder(known.changes, from, to, changes);
    }
    EmbeddingTable otherRows = tables.other();
    kernels.gatherSum(otherRows, side.others(), changes, from, to, out, outOffset);
    float[] residuals = coefficients.residuals(from, to);
    if (residuals != null && !tables.otherMoves().none()) {
      kernels.gatherSum(
          tables.otherMoves().table(), directionRows, residuals, from, to, out, outOffset);
    }
  }

  private void computeChanges(int group, int position, int from, int to) {
    float[] direction = tables.ownMoves().table().pageOf(position);
    int at = tables.ownMoves().table().offsetOf(position);
    EmbeddingTable otherRows = tables.other();
    kernels.gatherDots(otherRows, side.others(), from, to, direction, at, changes);
    if (!tables.otherMoves().none()) {
      int row = side.rows()[group];
      float[] page = tables.own().pageOf(row);
      int offset = tables.own().offsetOf(row);
      kernels.gatherDots(
          tables.otherMoves().table(), directionRows, from, to, page, offset, otherChanges);
    }
    float[] curvatures = coefficients.curvatures(from, to);
    for (int k = from; k < to; k++) {
      changes[k] = curvatures[k] * (changes[k] + otherChanges[k]);
    }
  }
}
