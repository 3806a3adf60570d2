package io.lethe.plugins.sasrec;

import io.lethe.kernels.loss.Logistic;
import io.lethe.plugins.sasrec.attention.Encoder;
import io.lethe.plugins.sasrec.attention.Matrices;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes over one user's terms: scores them, and from the slopes of a sum in the scores gives those in the
 * parameters. A long history is taken in pieces that reach back as far as a score can: that changes no
 * score. Confined to one thread.
 */
final class SequencePass {

  /** Rows of a piece for which there are terms. */
  private static final int PIECE_ROWS = 512;

  private final SasrecShape shape;
  private final Encoder encoder;
  private final double[] slopes;
  /** The first row of the piece, among all of the history. */
  private int firstRow;

  SequencePass(SasrecShape shape) {
    int rowsMax = PIECE_ROWS + shape.attention().reach();
    this.shape = shape;
    this.encoder = new Encoder(shape.attention(), rowsMax);
    this.slopes = new double[rowsMax * shape.width()];
  }

  /** Is told a term's score and says the slope of the sum in it. */
  @FunctionalInterface
  interface Scored {
    double slope(int term, double score);
  }

  /**
   * Goes over all terms.
   *
   * @param out to which the slopes in the parameters are added; null if they are not wanted
   */
  void run(Numbers at, UserTerms terms, Scored scored, @Nullable Numbers out) {
    int from = 0;
    while (from < terms.size()) {
      int to = from + 1;
      int end = terms.contexts()[from] + PIECE_ROWS;
      while (to < terms.size() && terms.contexts()[to] < end) {
        to++;
      }
      piece(at, terms, from, to, scored, out);
      from = to;
    }
  }

  /**
   * Adds to a matrix every term's outer product of the score's slopes in the item's row.
   *
   * @return the sum of the loss's second derivatives
   */
  double outerProducts(Numbers at, UserTerms terms, double[] into) {
    int width = shape.width();
    double[] own = new double[width + 1];
    own[width] = 1;
    double[] sum = new double[1];
    run(at, terms, (term, score) -> {
      System.arraycopy(encoder.output(), row(terms.contexts()[term]), own, 0, width);
      Matrices.addOuter(own, 0, own.length, own, 0, own.length, into, 0);
      sum[0] += Logistic.curvature(score);
      return 0;
    }, null);
    return sum[0];
  }

  /** Per term how many items that the user had not chosen before stand above its item. */
  int[] ranks(Numbers at, UserTerms terms) {
    int[] ranks = new int[terms.size()];
    run(at, terms, (term, score) -> {
      ranks[term] = above(at, terms.history(), terms.contexts()[term], score);
      return 0;
    }, null);
    return ranks;
  }

  private int above(Numbers at, int[] history, int context, double score) {
    int width = shape.width();
    BitSet before = new BitSet();
    Arrays.stream(history, 0, context).forEach(before::set);
    int above = 0;
    for (int item = 0; item < at.items().length / shape.rowWidth(); item++) {
      int from = item * shape.rowWidth();
      double other = Matrices.dot(encoder.output(), row(context), at.items(), from, width)
          + at.items()[from + width];
      above += other > score && !before.get(item) ? 1 : 0;
    }
    return above;
  }

  /** Where the row after so many interactions is in the last output. */
  private int row(int context) {
    return (context - firstRow) * shape.width();
  }

  private void piece(
      Numbers at, UserTerms terms, int from, int to, Scored scored, @Nullable Numbers out) {
    int width = shape.width();
    firstRow = Math.max(0, terms.contexts()[from] - shape.attention().reach() + 1);
    int rows = terms.contexts()[to - 1] - firstRow + 1;
    for (int row = 0; row < rows; row++) {
      put(at, terms.history(), row);
    }
    int first = terms.contexts()[from] - firstRow;
    encoder.forward(at.layers(), rows, first);
    Arrays.fill(slopes, 0, rows * width, 0);
    double[] users = encoder.output();
    for (int term = from; term < to; term++) {
      int row = row(terms.contexts()[term]);
      int item = terms.items()[term] * shape.rowWidth();
      double score = Matrices.dot(users, row, at.items(), item, width) + at.items()[item + width];
      double slope = scored.slope(term, score);
      if (out != null) {
        Matrices.addScaled(slope, at.items(), item, slopes, row, width);
        Matrices.addScaled(slope, users, row, out.items(), item, width);
        out.items()[item + width] += slope;
      }
    }
    if (out != null) {
      take(
          encoder.backward(at.layers(), slopes, rows, first, out.layers()), terms.history(), rows,
          out);
    }
  }

  /** Row 0 of all stands for what comes before the first interaction. */
  private void put(Numbers at, int[] history, int place) {
    int row = firstRow + place;
    if (row == 0) {
      System.arraycopy(at.layers(), 0, encoder.input(), 0, shape.width());
    } else {
      System.arraycopy(
          at.items(), history[row - 1] * shape.rowWidth(), encoder.input(), place * shape.width(),
          shape.width());
    }
  }

  private void take(double[] ofRows, int[] history, int rows, Numbers out) {
    int width = shape.width();
    for (int place = 0; place < rows; place++) {
      int row = firstRow + place;
      double[] into = row == 0 ? out.layers() : out.items();
      int at = row == 0 ? 0 : history[row - 1] * shape.rowWidth();
      Matrices.addScaled(1, ofRows, place * width, into, at, width);
    }
  }
}
