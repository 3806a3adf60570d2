package io.lethe.kernels.loss;

import java.util.Arrays;

/**
 * A loss over groups of scores that lie one after the other, each as long as the next. Arrays are the
 * caller's; all have one place per score.
 *
 * @param loss of a group
 * @param size scores of a group; 1 for a loss of each score by itself, whatever is given
 */
public record GroupLoss(Loss loss, int size) {

  /** The logistic loss of each score by itself. */
  public static final GroupLoss LOGISTIC = new GroupLoss(Loss.LOGISTIC, 1);

  public GroupLoss {
    if (loss.compares() && size < 2) {
      throw new IllegalArgumentException(
          "%s compares scores; groups of %d hold nothing to compare".formatted(loss, size));
    }
    size = loss.compares() ? size : 1;
  }

  /**
   * Refuses what is not made of whole groups.
   *
   * @throws IllegalArgumentException naming both numbers
   */
  public void checkWhole(int scores) {
    if (scores % size != 0) {
      throw new IllegalArgumentException(
          "%d scores are not made of groups of %d".formatted(scores, size));
    }
  }

  /** The sum over all groups. */
  public double of(double[] scores, double[] labels) {
    checkWhole(scores.length);
    double sum = 0;
    for (int from = 0; from < scores.length; from += size) {
      sum += loss.of(scores, labels, from, from + size);
    }
    return sum;
  }

  /** Its slope in each score. */
  public double[] slopes(double[] scores, double[] labels) {
    checkWhole(scores.length);
    double[] slopes = new double[scores.length];
    for (int from = 0; from < scores.length; from += size) {
      loss.slopes(scores, labels, from, from + size, slopes);
    }
    return slopes;
  }

  /** Multiplies a vector over the scores with the second derivatives, in place. */
  public void curve(double[] scores, double[] vector) {
    checkWhole(scores.length);
    for (int from = 0; from < scores.length; from += size) {
      loss.curve(scores, from, from + size, vector);
    }
  }

  /** The second derivative in each score alone: the diagonal of what {@link #curve} multiplies with. */
  public double[] diagonal(double[] scores) {
    checkWhole(scores.length);
    double[] diagonal = new double[scores.length];
    double[] unit = new double[scores.length];
    for (int place = 0; place < size; place++) {
      for (int from = 0; from < scores.length; from += size) {
        unit[from + place] = 1;
      }
      curve(scores, unit);
      for (int from = 0; from < scores.length; from += size) {
        diagonal[from + place] = unit[from + place];
      }
      Arrays.fill(unit, 0);
    }
    return diagonal;
  }
}
