package io.lethe.training.learning;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;

/**
 * The loss terms of some rows of one side, without sampled ones: the k-th row has {@code starts[k] ..
 * starts[k + 1] - 1}, in the order of the view.
 *
 * @param others the other side's rows
 * @param labels 1 for positive, 0 for negative
 */
record OwnTerms(int[] starts, int[] others, float[] labels) {

  /** Groups a view. O(view * log rows). */
  static OwnTerms of(InteractionView view, LossTerms terms, Side side, int[] rows) {
    Interactions all = view.all();
    int[] positions = view.positions();
    int[] starts = new int[rows.length + 1];
    for (int position : positions) {
      int place = place(all, position, terms, side, rows);
      if (place >= 0) {
        starts[place + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] others = new int[starts[rows.length]];
    float[] labels = new float[others.length];
    for (int position : positions) {
      int place = place(all, position, terms, side, rows);
      if (place >= 0) {
        others[next[place]] = side == Side.USER ? all.item(position) : all.user(position);
        labels[next[place]++] = terms.label(all.value(position));
      }
    }
    return new OwnTerms(starts, others, labels);
  }

  private static int place(Interactions all, int position, LossTerms terms, Side side, int[] rows) {
    if (!terms.counts(all.value(position))) {
      return -1;
    }
    return Arrays.binarySearch(rows, side == Side.USER ? all.user(position) : all.item(position));
  }

  int count(int k) {
    return starts[k + 1] - starts[k];
  }

  int[] othersOf(int k) {
    return Arrays.copyOfRange(others, starts[k], starts[k + 1]);
  }

  float[] labelsOf(int k) {
    return Arrays.copyOfRange(labels, starts[k], starts[k + 1]);
  }
}
