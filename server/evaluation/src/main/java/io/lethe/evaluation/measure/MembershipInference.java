package io.lethe.evaluation.measure;

import io.lethe.kernels.AreaUnderCurve;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The attack that calls a pair a member of the training data if the model's loss on it is low (Yeom
 * et al. 2018), on forgotten pairs against pairs nobody ever trained on. .5 tells nothing.
 *
 * @param auc area under the attack's ROC curve; NaN if either side is empty
 * @param low lower end of its 95 % interval (Hanley and McNeil 1982)
 * @param high upper end
 * @param truePositivesAt1 share of forgotten pairs found while at most 1 % of the others are called
 *     members
 * @param roc true positive rates at {@link #FALSE_POSITIVES}
 */
public record MembershipInference(
    double auc, double low, double high, double truePositivesAt1, List<Double> roc) {

  /** False positive rates at which the curve is kept. */
  public static final List<Double> FALSE_POSITIVES = List.of(
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
      1.0);

  private static final double NORMAL_95 = 1.959964;
  private static final double ONE_PERCENT = 0.01;

  public MembershipInference {
    roc = List.copyOf(roc);
  }

  /**
   * Attacks. O(n log n).
   *
   * @param members losses on forgotten pairs; only read
   * @param others losses on pairs never trained on; only read
   */
  public static MembershipInference of(double[] members, double[] others) {
    if (members.length == 0 || others.length == 0) {
      return new MembershipInference(Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of());
    }
    double auc = area(members, others);
    double error = standardError(auc, members.length, others.length);
    double[] found = members.clone();
    double[] mistaken = others.clone();
    Arrays.sort(found);
    Arrays.sort(mistaken);
    List<Double> roc = FALSE_POSITIVES.stream().map(rate -> found(found, mistaken, rate)).toList();
    return new MembershipInference(
        auc, Math.max(0, auc - NORMAL_95 * error), Math.min(1, auc + NORMAL_95 * error),
        found(found, mistaken, ONE_PERCENT), roc);
  }

  private static double area(double[] members, double[] others) {
    float[] scores = new float[members.length + others.length];
    float[] labels = new float[scores.length];
    for (int k = 0; k < scores.length; k++) {
      boolean member = k < members.length;
      scores[k] = (float) -(member ? members[k] : others[k - members.length]);
      labels[k] = member ? 1 : 0;
    }
    return AreaUnderCurve.of(scores, labels);
  }

  /** Hanley and McNeil 1982, equation 1, with their exponential approximation of Q1 and Q2. */
  static double standardError(double auc, int members, int others) {
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    double variance = auc * (1 - auc) + (members - 1) * (q1 - auc * auc)
        + (others - 1) * (q2 - auc * auc);
    return Math.sqrt(Math.max(0, variance) / ((double) members * others));
  }

  /**
   * Share of members found at a rate of mistakes, between thresholds on the straight line that
   * joins them (Fawcett 2006, section 5); both ascending.
   */
  private static double found(double[] members, double[] others, double falsePositives) {
    int allowed = (int) Math.floor(falsePositives * others.length);
    if (allowed >= others.length) {
      return 1;
    }
    double bound = others[allowed];
    double othersBelow = share(others, bound, false);
    double othersUpTo = share(others, bound, true);
    double membersBelow = share(members, bound, false);
    double membersUpTo = share(members, bound, true);
    double along = (falsePositives - othersBelow) / (othersUpTo - othersBelow);
    return membersBelow + along * (membersUpTo - membersBelow);
  }

  /** Share of losses below a bound, or up to it. */
  private static double share(double[] losses, double bound, boolean including) {
    return (double) DoubleStream.of(losses)
        .filter(loss -> loss < bound || (including && loss == bound))
        .count() / losses.length;
  }
}
