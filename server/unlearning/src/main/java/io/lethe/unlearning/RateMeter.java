package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import java.util.function.LongSupplier;

/** Measures how fast a version forgets, for forecasts. */
final class RateMeter {

  private final LongSupplier nanoClock;

  RateMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** One influence step over the state's probe, and a pass over all data. */
  Rates rates(UnlearningState state, DifferentiableModel space, InteractionView trained) {
    return new Rates(nanosPerRow(state, space, trained), nanosPerPass(space, trained));
  }

  private double nanosPerRow(
      UnlearningState state, DifferentiableModel space, InteractionView trained) {
    Removal removal = Removal.of(trained, state.probe().positions());
    long began = nanoClock.getAsLong();
    AffectedRows rows = AffectedRows.of(space, state.terms(), removal, ErasedEntities.none());
    InfluenceStep step = new InfluenceProblem(
        space, removal, rows, state.curvature(), RowDamping.calibrated(state.damping()), 1,
        state.index()).oneShot(new PhaseClock(nanoClock));
    RetainedProbe.meanLoss(space.withDelta(step.delta(rows)), removal.forget());
    return (double) (nanoClock.getAsLong() - began) / Math.max(1, rows.left().length);
  }

  private double nanosPerPass(DifferentiableModel space, InteractionView trained) {
    long began = nanoClock.getAsLong();
    RetainedProbe.meanLoss(space, trained);
    return nanoClock.getAsLong() - began;
  }

  /**
   * Measured speed, for forecasts only.
   *
   * @param nanosPerRow of an influence step, per moved row
   * @param nanosPerPass over the training interactions
   */
  record Rates(double nanosPerRow, double nanosPerPass) {}
}
