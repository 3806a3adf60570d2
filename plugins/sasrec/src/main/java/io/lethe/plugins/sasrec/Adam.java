package io.lethe.plugins.sasrec;

import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.AdamStep;

/** Steps by Adam (Kingma and Ba 2015) on all parameters. Confined to one training run. */
final class Adam {

  private final AdamSchedule schedule;
  private final Numbers at;
  private final Numbers means;
  private final Numbers squares;
  private final double decay;
  private long step;

  /**
   * Nothing learnt yet.
   *
   * @param at parameters, moved by each step
   * @param decay what a step's gradient has of L2
   */
  Adam(double learningRate, SasrecShape shape, Numbers at, double decay) {
    this.schedule = AdamSchedule.of(learningRate);
    this.at = at;
    int items = at.items().length / shape.rowWidth();
    this.means = Numbers.zeros(shape, items);
    this.squares = Numbers.zeros(shape, items);
    this.decay = decay;
  }

  void step(Numbers gradient) {
    AdamStep now = schedule.at(++step);
    move(now, at.items(), gradient.items(), means.items(), squares.items());
    move(now, at.layers(), gradient.layers(), means.layers(), squares.layers());
  }

  private void move(
      AdamStep now, double[] values, double[] slopes, double[] mean, double[] square) {
    double meanDecay = now.meanDecay();
    double squareDecay = now.squareDecay();
    for (int k = 0; k < values.length; k++) {
      double slope = slopes[k] + decay * values[k];
      mean[k] = meanDecay * mean[k] + (1 - meanDecay) * slope;
      square[k] = squareDecay * square[k] + (1 - squareDecay) * slope * slope;
      values[k] -= now.stepSize() * mean[k]
          / (Math.sqrt(square[k]) * now.rootScale() + now.epsilon());
    }
  }
}
