package io.lethe.kernels.loss;

/**
 * A loss of a group of one user's scores: the score of the item that the user chose, and after it those
 * of items that were drawn against it. All of them are convex in the scores.
 */
public enum Loss {
  /** Of each score by itself: {@code log(1 + exp(s)) - label s}. */
  LOGISTIC(false) {
    @Override
    double of(double[] scores, double[] labels, int from, int to) {
      double sum = 0;
      for (int k = from; k < to; k++) {
        sum += Logistic.loss(scores[k], labels[k]);
      }
      return sum;
    }

    @Override
    void slopes(double[] scores, double[] labels, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] = Logistic.residual(scores[k], labels[k]);
      }
    }

    @Override
    void curve(double[] scores, int from, int to, double[] vector) {
      for (int k = from; k < to; k++) {
        vector[k] *= Logistic.curvature(scores[k]);
      }
    }
  },

  /** Of each score by itself: {@code (s - label)^2 / 2}. */
  SQUARED(false) {
    @Override
    double of(double[] scores, double[] labels, int from, int to) {
      double sum = 0;
      for (int k = from; k < to; k++) {
        sum += (scores[k] - labels[k]) * (scores[k] - labels[k]) / 2;
      }
      return sum;
    }

    @Override
    void slopes(double[] scores, double[] labels, int from, int to, double[] out) {
      for (int k = from; k < to; k++) {
        out[k] = scores[k] - labels[k];
      }
    }

    @Override
    void curve(double[] scores, int from, int to, double[] vector) {}
  },

  /**
   * Sum over the drawn items of {@code log(1 + exp(drawn - chosen))}: BPR (Rendle et al., UAI 2009).
   */
  PAIRWISE(true) {
    @Override
    double of(double[] scores, double[] labels, int from, int to) {
      double sum = 0;
      for (int k = from + 1; k < to; k++) {
        sum += Logistic.loss(scores[from] - scores[k], 1);
      }
      return sum;
    }

    @Override
    void slopes(double[] scores, double[] labels, int from, int to, double[] out) {
      out[from] = 0;
      for (int k = from + 1; k < to; k++) {
        double slope = Logistic.residual(scores[from] - scores[k], 1);
        out[from] += slope;
        out[k] = -slope;
      }
    }

    @Override
    void curve(double[] scores, int from, int to, double[] vector) {
      double first = vector[from];
      vector[from] = 0;
      for (int k = from + 1; k < to; k++) {
        double bent = Logistic.curvature(scores[from] - scores[k]) * (first - vector[k]);
        vector[from] += bent;
        vector[k] = -bent;
      }
    }
  },

  /** Cross entropy of a softmax over the group: {@code log(sum of exp(s)) - chosen}. */
  LISTWISE(true) {
    @Override
    double of(double[] scores, double[] labels, int from, int to) {
      double largest = largest(scores, from, to);
      double sum = 0;
      for (int k = from; k < to; k++) {
        sum += Math.exp(scores[k] - largest);
      }
      return Math.log(sum) + largest - scores[from];
    }

    @Override
    void slopes(double[] scores, double[] labels, int from, int to, double[] out) {
      softmax(scores, from, to, out, from);
      out[from] -= 1;
    }

    @Override
    void curve(double[] scores, int from, int to, double[] vector) {
      double[] shares = new double[to - from];
      softmax(scores, from, to, shares, 0);
      double mean = 0;
      for (int k = from; k < to; k++) {
        mean += shares[k - from] * vector[k];
      }
      for (int k = from; k < to; k++) {
        vector[k] = shares[k - from] * (vector[k] - mean);
      }
    }
  };

  private final boolean compares;

  Loss(boolean compares) {
    this.compares = compares;
  }

  /** Whether only differences within a group count: what is added to all of its scores is not seen. */
  public boolean compares() {
    return compares;
  }

  /** The loss of the group at {@code from .. to - 1}. */
  abstract double of(double[] scores, double[] labels, int from, int to);

  /** Its slope in each score; overwrites these places alone. */
  abstract void slopes(double[] scores, double[] labels, int from, int to, double[] out);

  /** Multiplies a vector over the scores with the second derivatives, in place. */
  abstract void curve(double[] scores, int from, int to, double[] vector);

  private static double largest(double[] scores, int from, int to) {
    double largest = scores[from];
    for (int k = from + 1; k < to; k++) {
      largest = Math.max(largest, scores[k]);
    }
    return largest;
  }

  private static void softmax(double[] scores, int from, int to, double[] out, int at) {
    double largest = largest(scores, from, to);
    double sum = 0;
    for (int k = from; k < to; k++) {
      out[at + k - from] = Math.exp(scores[k] - largest);
      sum += out[at + k - from];
    }
    for (int k = from; k < to; k++) {
      out[at + k - from] /= sum;
    }
  }
}
