package io.lethe.kernels;

/**
 * Coefficients of one Adam step together with the idle steps that follow it, by their number {@code
 * k}: the parameter moves by {@code mean * weights[k] / (sqrt(square) + shifts[k])}, then mean and
 * square decay by {@code meanDecays[k]} and {@code squareDecays[k]}.
 *
 * <p>In an idle step (gradient zero) mean and square only shrink by constant factors, so that {@code
 * k} steps sum up to one: with {@code r = meanDecay / sqrt(squareDecay)} and step {@code t + j} of
 * size {@code a_j} and epsilon {@code e_j} (bias corrections folded in), {@code weights[k] = sum of
 * a_j r^j} for {@code j = 0 .. k}, and {@code shifts[k]} is the mean of {@code e_j
 * squareDecay^(-j/2)} under the same weights. Taking the mean of the shifts is exact but for the
 * second order of their spread over the root of the square, which vanishes in float precision unless
 * the root is itself near epsilon.
 *
 * @param meanDecay Adam's beta 1
 * @param squareDecay Adam's beta 2
 */
public record AdamCatchUp(
    float meanDecay, float squareDecay, float[] weights, float[] shifts, float[] meanDecays,
    float[] squareDecays) {

  /** Idle steps after which the mean is too small to move a float parameter any further. */
  private static final int RESTING_STEPS = 256;

  /** Room for up to {@code idleMax} idle steps; {@link #prepare} fills it. */
  public static AdamCatchUp upTo(int idleMax, AdamSchedule schedule) {
    float[] meanDecays = new float[idleMax + 1];
    float[] squareDecays = new float[idleMax + 1];
    for (int k = 0; k <= idleMax; k++) {
      meanDecays[k] = (float) Math.pow(schedule.meanDecay(), k);
      squareDecays[k] = (float) Math.pow(schedule.squareDecay(), k);
    }
    return new AdamCatchUp(
        (float) schedule.meanDecay(), (float) schedule.squareDecay(), new float[idleMax + 1],
        new float[idleMax + 1], meanDecays, squareDecays);
  }

  /**
   * Fills in the coefficients of a step and up to {@code idle} idle ones behind it.
   *
   * @param schedule as given to {@link #upTo}
   * @param step counted from 1; with {@code taken} the step has been taken before and only the idle
   *     ones count
   */
  public void prepare(AdamSchedule schedule, long step, int idle, boolean taken) {
    double ratio = schedule.meanDecay() / Math.sqrt(schedule.squareDecay());
    double meanPower = Math.pow(schedule.meanDecay(), (double) step);
    double squarePower = Math.pow(schedule.squareDecay(), (double) step);
    double ratioPower = 1;
    double growth = 1;
    double sum = 0;
    double shiftSum = 0;
    for (int j = 0; j <= idle; j++) {
      if (j <= RESTING_STEPS && !(taken && j == 0)) {
        double root = Math.sqrt(1 - squarePower);
        double weight = schedule.learningRate() * root / (1 - meanPower) * ratioPower;
        sum += weight;
        shiftSum += weight * schedule.epsilon() * root * growth;
      }
      weights[j] = (float) sum;
      shifts[j] = (float) (sum == 0 ? schedule.epsilon() : shiftSum / sum);
      meanPower *= schedule.meanDecay();
      squarePower *= schedule.squareDecay();
      ratioPower *= ratio;
      growth /= Math.sqrt(schedule.squareDecay());
    }
  }
}
