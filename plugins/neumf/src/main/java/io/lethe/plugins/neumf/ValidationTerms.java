package io.lethe.plugins.neumf;

import io.lethe.kernels.AreaUnderCurve;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;

/**
 * Held-out terms, scored after every epoch. Implicit interactions meet sampled negatives of their
 * own here, the same after every epoch.
 */
final class ValidationTerms {

  /** Whose negatives validation uses: no epoch of training. */
  private static final int VALIDATION_EPOCH = -1;

  private final TermColumns columns;
  private final float[] scores;

  ValidationTerms(InteractionView view, LossTerms terms) {
    this.columns = TermColumns.of(view, terms, VALIDATION_EPOCH);
    this.scores = new float[columns.size()];
  }

  /**
   * AUC over all terms; NaN if there are not both positive and negative ones. Under a loss that
   * compares, each held-out interaction is compared with its own negatives alone, as in training:
   * scores of different users say nothing of each other there.
   */
  double auc(NeumfShape shape, TrainedArrays arrays) {
    PlainForward forward = new PlainForward(shape, arrays.layers());
    int width = arrays.shape().width();
    EmbeddingTable items = EmbeddingTable.wrap(arrays.items(), width);
    int from = 0;
    while (from < columns.size()) {
      int user = columns.users()[from];
      int to = from + 1;
      while (to < columns.size() && columns.users()[to] == user) {
        to++;
      }
      float[] some = new float[to - from];
      int[] chosen = Arrays.copyOfRange(columns.items(), from, to);
      forward.score(arrays.users(), user * width, items, chosen, some);
      System.arraycopy(some, 0, scores, from, some.length);
      from = to;
    }
    return shape.loss().compares()
        ? ofGroups(shape.groupLoss().size())
        : AreaUnderCurve.of(scores, columns.labels());
  }

  private double ofGroups(int size) {
    double sum = 0;
    for (int from = 0; from < scores.length; from += size) {
      float[] group = Arrays.copyOfRange(scores, from, from + size);
      float[] labels = Arrays.copyOfRange(columns.labels(), from, from + size);
      sum += AreaUnderCurve.of(group, labels);
    }
    return sum * size / scores.length;
  }
}
