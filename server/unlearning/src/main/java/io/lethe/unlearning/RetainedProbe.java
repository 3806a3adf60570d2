package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;

/**
 * A random probe of what a model was trained on, by which the loss of utility is seen.
 *
 * @param positions in the columns that the model was trained on
 * @param interactions the interactions there
 * @param meanLoss their mean loss under the version this belongs to; NaN for an empty probe
 * @param rise product of the relative rises of that loss since the state was prepared; 1 for none
 */
record RetainedProbe(int[] positions, Interactions interactions, double meanLoss, double rise) {

  static RetainedProbe of(DifferentiableModel model, Interactions all, int[] positions) {
    Interactions some = all.at(positions);
    return new RetainedProbe(positions, some, meanLoss(model, some), 1);
  }

  /** The probe without what is no longer retained; itself if all of it still is. */
  RetainedProbe retainedIn(InteractionView retained, DifferentiableModel model) {
    int[] kept = Arrays.stream(positions).filter(retained::contains).toArray();
    if (kept.length == positions.length) {
      return this;
    }
    RetainedProbe fewer = of(model, retained.all(), kept);
    return new RetainedProbe(kept, fewer.interactions, fewer.meanLoss, rise);
  }

  /** Rise of the mean loss since the state was prepared; NaN for an empty probe. */
  double lossRise() {
    return meanLoss - baseline();
  }

  /** What the mean loss would have been when the state was prepared; NaN for an empty probe. */
  double baseline() {
    return meanLoss / rise;
  }

  /** The same probe with a rise known from before. */
  RetainedProbe rising(double knownRise) {
    return new RetainedProbe(positions, interactions, meanLoss, knownRise);
  }

  /** The same probe under the next version. */
  RetainedProbe after(double nextMeanLoss) {
    double factor = interactions.size() == 0 ? 1 : nextMeanLoss / meanLoss;
    return new RetainedProbe(positions, interactions, nextMeanLoss, rise * factor);
  }

  /** Mean loss over some interactions, NaN if there are none. */
  static double meanLoss(DifferentiableModel model, Interactions some) {
    return meanLoss(model, InteractionView.of(some));
  }

  /** Mean loss over a view, NaN if it is empty. */
  static double meanLoss(DifferentiableModel model, InteractionView view) {
    return view.size() == 0 ? Double.NaN : model.on(view).loss() / view.size();
  }
}
