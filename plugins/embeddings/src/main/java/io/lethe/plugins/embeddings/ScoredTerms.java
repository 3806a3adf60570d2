package io.lethe.plugins.embeddings;

import io.lethe.kernels.AreaUnderCurve;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;

/**
 * What imported vectors score the interactions with, and as many drawn items as the loss has. Pairs of
 * which either side has no vector are left out. Immutable.
 *
 * @param scores one per term
 * @param labels 1 for an interaction, 0 for a drawn item
 */
record ScoredTerms(float[] scores, float[] labels) {

  /** Two numbers are fitted to them: no more are needed. */
  private static final int TERMS_MAX = 4_000_000;

  private static final int STEPS_MAX = 60;
  private static final double STEP_MIN = 1e-9;

  /** Bounds of the search for a scale, over one deviation of the scores. */
  private static final double SCALE_RANGE = 1e4;

  static ScoredTerms of(InteractionView view, LossTerms terms, ImportedVectors vectors) {
    TermColumns columns = TermColumns.of(view, terms, LossTerms.DERIVATIVES_EPOCH);
    // Odd, so that it meets interactions and drawn items alike.
    int every = Math.ceilDiv(Math.max(1, columns.size()), TERMS_MAX) | 1;
    EmbeddingTable users = Rows.table(vectors.users());
    EmbeddingTable items = Rows.table(vectors.items());
    float[] scores = new float[columns.size() / every + 1];
    float[] labels = new float[scores.length];
    int count = 0;
    for (int t = 0; t < columns.size(); t += every) {
      int user = columns.users()[t];
      int item = columns.items()[t];
      if (vectors.usersBrought().get(user) && vectors.itemsBrought().get(item)) {
        labels[count] = columns.labels()[t];
        scores[count++] = (float) (Rows.dot(users, user, items, item)
            + bias(vectors.userBiases(), user) + bias(vectors.itemBiases(), item));
      }
    }
    return new ScoredTerms(Arrays.copyOf(scores, count), Arrays.copyOf(labels, count));
  }

  private static double bias(float[] biases, int row) {
    return biases.length == 0 ? 0 : biases[row];
  }

  /** How many interactions are among them. */
  int positives() {
    int positives = 0;
    for (float label : labels) {
      positives += label > 0 ? 1 : 0;
    }
    return positives;
  }

  /** The chance that an interaction scores above a drawn item. */
  double auc() {
    return AreaUnderCurve.of(scores, labels);
  }

  /** The scale of the head of least loss; 0 if a higher score makes an interaction no likelier. */
  double scale() {
    double deviation = deviation();
    if (!(deviation > 0) || slope(1 / (SCALE_RANGE * deviation)) >= 0) {
      return 0;
    }
    double low = -Math.log(SCALE_RANGE * deviation);
    double high = Math.log(SCALE_RANGE / deviation);
    for (int step = 0; step < STEPS_MAX; step++) {
      double middle = (low + high) / 2;
      if (slope(Math.exp(middle)) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** The offset of least loss beside a scale: a convex function of one number, by Newton's method. */
  double offset(double scale) {
    double offset = -scale * mean();
    for (int step = 0; step < STEPS_MAX; step++) {
      double gradient = 0;
      double curvature = 0;
      for (int t = 0; t < scores.length; t++) {
        double probability = probability(scale, offset, t);
        gradient += probability - labels[t];
        curvature += probability * (1 - probability);
      }
      // Far out the curvature is tiny and a step would overshoot.
      double move = Math.clamp(-gradient / Math.max(curvature, Double.MIN_NORMAL), -1, 1);
      offset += move;
      if (Math.abs(move) < STEP_MIN) {
        break;
      }
    }
    return offset;
  }

  /** Slope of the least loss along the scale. */
  private double slope(double scale) {
    double offset = offset(scale);
    double slope = 0;
    for (int t = 0; t < scores.length; t++) {
      slope += (probability(scale, offset, t) - labels[t]) * scores[t];
    }
    return slope;
  }

  private double probability(double scale, double offset, int term) {
    return 1 / (1 + Math.exp(-(scale * scores[term] + offset)));
  }

  private double mean() {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    return sum / Math.max(1, scores.length);
  }

  private double deviation() {
    double mean = mean();
    double squares = 0;
    for (float score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return Math.sqrt(squares / Math.max(1, scores.length));
  }
}
