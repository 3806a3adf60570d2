package io.lethe.kernels;

/**
 * The coefficients of Adam's steps, computed once: bias corrections need two powers a step, and lazy
 * rows ask for the same steps again and again. Immutable; 8 bytes a step, and only as many steps as
 * the corrections take to vanish.
 */
public final class AdamSteps {

  /** What is left of a decayed quantity when a float no longer shows it. */
  private static final double NEGLIGIBLE = 1e-9;

  private final AdamSchedule schedule;
  private final float[] stepSizes;
  private final float[] rootScales;
  private final long restingSteps;

  /**
   * Coefficients for steps from 1 to {@code stepsMax}.
   *
   * @param stepsMax at least 1; later steps may still be asked for if by then the corrections have
   *     vanished
   */
  public AdamSteps(AdamSchedule schedule, int stepsMax) {
    if (stepsMax < 1) {
      throw new IllegalArgumentException("stepsMax " + stepsMax + " is below 1 step");
    }
    this.schedule = schedule;
    double slowest = Math.max(schedule.meanDecay(), schedule.squareDecay());
    int kept = (int) Math.min(stepsMax, stepsUntilNegligible(slowest));
    stepSizes = new float[kept + 1];
    rootScales = new float[kept + 1];
    for (int step = 1; step <= kept; step++) {
      double mean = 1 - Math.pow(schedule.meanDecay(), step);
      double square = 1 - Math.pow(schedule.squareDecay(), step);
      stepSizes[step] = (float) (schedule.learningRate() / mean);
      rootScales[step] = (float) (1 / Math.sqrt(square));
    }
    // An idle step moves by about mean / root(square): the ratio decays at the quotient's rate.
    restingSteps = stepsUntilNegligible(schedule.meanDecay() / Math.sqrt(schedule.squareDecay()));
  }

  private static long stepsUntilNegligible(double decay) {
    if (!(decay < 1)) {
      return Long.MAX_VALUE;
    }
    return decay == 0 ? 1 : (long) Math.ceil(Math.log(NEGLIGIBLE) / Math.log(decay));
  }

  /** The hyper-parameters. */
  public AdamSchedule schedule() {
    return schedule;
  }

  /** Learning rate over the mean's bias correction at a step, counted from 1. */
  public float stepSize(long step) {
    return stepSizes[slot(step)];
  }

  /** One over the root of the squares' bias correction at a step, counted from 1. */
  public float rootScale(long step) {
    return rootScales[slot(step)];
  }

  /** Everything about one step, counted from 1. */
  public AdamStep at(long step) {
    return new AdamStep(
        stepSize(step), rootScale(step), (float) schedule.meanDecay(),
        (float) schedule.squareDecay(), (float) schedule.epsilon(), (float) schedule.weightDecay());
  }

  /**
   * After how many idle steps without weight decay a parameter has come to rest in float precision;
   * {@link Long#MAX_VALUE} if it never does.
   */
  public long restingSteps() {
    return restingSteps;
  }

  private int slot(long step) {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step + " is below 1");
    }
    return (int) Math.min(step, stepSizes.length - 1);
  }
}
