package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningReport.Phase;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Finds the damping at which a probe of training interactions, unlearned by an influence step, has
 * the mean loss of held-out interactions: what a model that never saw the probe would show. Less
 * damping forgets more, so bisection on its logarithm finds it.
 */
final class Calibrator {

  /** Halves a range of a factor of a million to within one percent. */
  private static final int BISECTIONS = 11;

  private final UnlearningConfig config;
  private final LongSupplier nanoClock;
  private final DifferentiableModel model;
  private final RowCurvature curvature;
  private final List<Removal> parts;
  private final AffectedRows rows;
  private final InteractionView forgotten;
  private double nanosPerRow = Double.POSITIVE_INFINITY;

  Calibrator(
      UnlearningConfig config, LongSupplier nanoClock, DifferentiableModel model,
      RowCurvature curvature, TermCounts terms, Removal probe) {
    this.config = config;
    this.nanoClock = nanoClock;
    this.model = model;
    this.curvature = curvature;
    this.rows = AffectedRows.of(model, terms, probe, ErasedEntities.none());
    this.parts = RemovalParts.of(probe, config.parts().count(rows.termShare()));
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

  /** The least time an influence step took per moved row; only after {@link #damping}. */
  double nanosPerRow() {
    return Double.isFinite(nanosPerRow) ? nanosPerRow : 0;
  }

  private double lossAfter(double damping) {
    PhaseClock clock = new PhaseClock(nanoClock);
    Preconditioner solve = new Preconditioner(curvature, damping);
    InfluenceStep step = InfluenceStep.take(model, parts, rows, solve, clock);
    DifferentiableModel after = Selections.drop(step.model(), rows.dropped());
    long nanos = clock.phases().stream().map(Phase::duration).mapToLong(Duration::toNanos).sum();
    nanosPerRow = Math.min(nanosPerRow, (double) nanos / Math.max(1, rows.terms().length));
    return RetainedProbe.meanLoss(after, forgotten);
  }
}
