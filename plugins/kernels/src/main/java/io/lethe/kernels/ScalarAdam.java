package io.lethe.kernels;

/** Adam on single parameters. */
final class ScalarAdam {

  private ScalarAdam() {}

  static void step(AdamArrays arrays, int k, float gradient, AdamStep step) {
    float[] w = arrays.parameters();
    float[] m = arrays.means();
    float[] v = arrays.squares();
    float g = gradient + step.weightDecay() * w[k];
    m[k] = step.meanDecay() * m[k] + (1 - step.meanDecay()) * g;
    v[k] = step.squareDecay() * v[k] + (1 - step.squareDecay()) * g * g;
    float root = (float) Math.sqrt(v[k]) * step.rootScale() + step.epsilon();
    w[k] -= step.stepSize() * m[k] / root;
  }

  static void idleSteps(
      AdamArrays arrays, int offset, int length, AdamSteps steps, long first, long last) {
    if (last < first) {
      return;
    }
    long count = last - first + 1;
    boolean decaying = steps.schedule().weightDecay() > 0;
    long moving = decaying ? count : Math.min(count, steps.restingSteps());
    for (long t = first; t < first + moving; t++) {
      AdamStep step = steps.at(t);
      for (int k = offset; k < offset + length; k++) {
        step(arrays, k, 0, step);
      }
    }
    rest(arrays, offset, length, steps.schedule(), count - moving);
  }

  /** The parameters rest: only their moments decay further. */
  private static void rest(
      AdamArrays arrays, int offset, int length, AdamSchedule schedule, long count) {
    float meanDecay = (float) Math.pow(schedule.meanDecay(), (double) count);
    float squareDecay = (float) Math.pow(schedule.squareDecay(), (double) count);
    for (int k = offset; k < offset + length; k++) {
      arrays.means()[k] *= meanDecay;
      arrays.squares()[k] *= squareDecay;
    }
  }
}
