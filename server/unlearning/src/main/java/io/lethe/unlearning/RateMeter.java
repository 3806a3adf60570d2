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

  /** The state with its rates: one influence step over its probe, and a pass if it is corrected. */
  UnlearningState measured(
      UnlearningState state, DifferentiableModel model, InteractionView trained) {
    double nanosPerPass = state.stationary() ? nanosPerPass(model, trained) : 0;
    return state.with(new Rates(nanosPerRow(state, model, trained), nanosPerPass));
  }

  private double nanosPerRow(
      UnlearningState state, DifferentiableModel model, InteractionView trained) {
    Removal removal = Removal.of(trained, state.probe().positions());
    Preconditioner solve = new Preconditioner(state.curvature(), state.damping());
    long began = nanoClock.getAsLong();
    AffectedRows rows = AffectedRows.of(model, state.terms(), removal, ErasedEntities.none());
    InfluenceStep step = InfluenceStep
        .take(model, removal, rows, solve, 1, new PhaseClock(nanoClock));
    RetainedProbe.meanLoss(step.model(), removal.forget());
    return (double) (nanoClock.getAsLong() - began) / Math.max(1, rows.left().length);
  }

  private double nanosPerPass(DifferentiableModel model, InteractionView trained) {
    long began = nanoClock.getAsLong();
    RetainedProbe.meanLoss(model, trained);
    return nanoClock.getAsLong() - began;
  }
}
