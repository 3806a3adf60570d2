package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.Removal;

/**
 * Finds the damping at which unlearning a probe of training interactions by an influence step raises
 * its mean loss by the gap between held-out and training loss: what a model that never saw the probe
 * would show. The probe's rise is used, not its loss, because a probe is a sample, whose
 * interactions are by chance somewhat easier or harder than the average. Less damping forgets more,
 * so bisection on its logarithm finds it.
 */
final class Calibrator {

  /** Halves a range of a factor of a million to within one percent. */
  private static final int BISECTIONS = 11;

  private final UnlearningConfig config;
  private final DifferentiableModel space;
  private final RowCurvature curvature;
  private final Removal probe;
  private final AffectedRows rows;
  private final InteractionView forgotten;

  Calibrator(
      UnlearningConfig config, DifferentiableModel space, RowCurvature curvature, TermCounts terms,
      Removal probe) {
    this.config = config;
    this.space = space;
    this.curvature = curvature;
    this.rows = AffectedRows.of(space, terms, probe, ErasedEntities.none());
    this.probe = probe;
    this.forgotten = InteractionView.of(probe.forget());
  }

  /**
   * The damping, within the configured bounds.
   *
   * @param gap mean loss of held-out interactions less that of all training interactions; NaN gives
   *     the default damping
   */
  double damping(double gap) {
    UnlearningConfig.Calibration bounds = config.calibration();
    double lossAtDefault = lossAfter(bounds.dampingDefault());
    if (Double.isNaN(gap) || Double.isNaN(lossAtDefault)) {
      return bounds.dampingDefault();
    }
    double target = RetainedProbe.meanLoss(space, forgotten) + gap;
    double low = Math.log(bounds.dampingMin());
    double high = Math.log(bounds.dampingMax());
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      // A loss that is not a number is a step gone too far: more damping.
      if (lossAfter(Math.exp(middle)) <= target) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /**
   * The norm of the probe's gradient, scaled to some number of interactions as independent gradients
   * add up.
   */
  double gradientNorm(int interactions) {
    double norm = Vectors.norm(problem(0).gradient(rows.moved()));
    return norm * Math.sqrt((double) interactions / Math.max(1, forgotten.size()));
  }

  private double lossAfter(double damping) {
    InfluenceStep step = problem(damping).oneShot(new PhaseClock(() -> 0));
    ParameterDelta delta = new ParameterDelta(step.rows(), step.amounts(), rows.dropped());
    return RetainedProbe.meanLoss(space.withDelta(delta), forgotten);
  }

  private InfluenceProblem problem(double damping) {
    return new InfluenceProblem(
        space, probe, rows, curvature, RowDamping.calibrated(damping), config.rowStepMax());
  }
}
