package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;

/**
 * Finds the damping at which a probe of training interactions, unlearned by an influence step, has
 * the mean loss of held-out interactions: what a model that never saw the probe would show. Less
 * damping forgets more, so bisection on its logarithm finds it.
 */
final class Calibrator {

  /** Halves a range of a factor of a million to within one percent. */
  private static final int BISECTIONS = 11;

  private final UnlearningConfig config;
  private final DifferentiableModel model;
  private final RowCurvature curvature;
  private final Removal probe;
  private final AffectedRows rows;
  private final InteractionView forgotten;

  Calibrator(
      UnlearningConfig config, DifferentiableModel model, RowCurvature curvature, TermCounts terms,
      Removal probe) {
    this.config = config;
    this.model = model;
    this.curvature = curvature;
    this.rows = AffectedRows.of(model, terms, probe, ErasedEntities.none());
    this.probe = probe;
    this.forgotten = InteractionView.of(probe.forget());
  }

  /**
   * The damping, within the configured bounds.
   *
   * @param heldOutLoss mean; NaN gives the default damping
   */
  double damping(double heldOutLoss) {
    UnlearningConfig.Calibration bounds = config.calibration();
    double lossAtDefault = lossAfter(bounds.dampingDefault());
    if (Double.isNaN(heldOutLoss) || Double.isNaN(lossAtDefault)) {
      return bounds.dampingDefault();
    }
    double low = Math.log(bounds.dampingMin());
    double high = Math.log(bounds.dampingMax());
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      // A loss that is not a number is a step gone too far: more damping.
      if (lossAfter(Math.exp(middle)) <= heldOutLoss) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private double lossAfter(double damping) {
    Preconditioner solve = new Preconditioner(curvature, damping);
    InfluenceStep step = InfluenceStep
        .take(model, probe, rows, solve, config.rowStepMax(), new PhaseClock(() -> 0));
    return RetainedProbe.meanLoss(Selections.drop(step.model(), rows.dropped()), forgotten);
  }
}
