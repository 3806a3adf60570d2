package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One unlearning from its task to its outcome. Confined to one thread and used once. */
final class Unlearning {

  private final UnlearningConfig config;
  private final UnlearningTask task;
  private final UnlearningState state;
  private final Effort effort;
  private final PhaseClock clock;
  private final AffectedRows rows;

  Unlearning(UnlearningConfig config, UnlearningTask task, LongSupplier nanoClock) {
    this.config = config;
    this.task = task;
    this.state = task.state();
    this.effort = task.effectiveEffort();
    this.clock = new PhaseClock(nanoClock);
    clock.enter("select");
    this.rows = AffectedRows.of(task.model(), state.terms(), task.removal(), task.erased());
  }

  UnlearningOutcome run() {
    return switch (effort) {
      case FAST, AUTO -> fast();
      case CONVERGED -> state.stationary() ? converged() : refused(RetrainReason.NOT_STATIONARY);
    };
  }

  private UnlearningOutcome fast() {
    InfluenceStep influence = influence();
    DifferentiableModel next = dropped(influence);
    return verified(next, step(influence, 0, 0), Double.NaN);
  }

  private UnlearningOutcome converged() {
    InfluenceStep influence = influence();
    DifferentiableModel moved = dropped(influence);
    clock.enter("correct");
    NewtonCorrection.Result corrected = new NewtonCorrection(
        config.correction(), state.curvature(), task.removal().retained(), rows.dropped(),
        rows.after()).correct(moved);
    Step step = step(influence, corrected.steps(), corrected.products());
    return verified(corrected.model(), step, corrected.residual());
  }

  private InfluenceStep influence() {
    Preconditioner solve = new Preconditioner(state.curvature(), state.damping());
    return InfluenceStep
        .take(task.model(), task.removal(), rows, solve, config.rowStepMax(), clock);
  }

  private DifferentiableModel dropped(InfluenceStep influence) {
    clock.enter("apply");
    return Selections.drop(influence.model(), rows.dropped());
  }

  private UnlearningOutcome verified(DifferentiableModel next, Step step, double gradientResidual) {
    clock.enter("verify");
    Removal removal = task.removal();
    Verification gates = new Verification(config, effort, removal.forget(), rows.dropped());
    RetainedProbe before = state.probe().retainedIn(removal.retained(), task.model());
    RetainedProbe after = before.after(RetainedProbe.meanLoss(next, before.interactions()));
    Losses losses = new Losses(
        gates.forgetLoss(task.model()), gates.forgetLoss(next), state.heldOutLoss(),
        before.meanLoss(), after.meanLoss());
    Optional<RetrainReason> failure = gates.failure(step, losses, after, gradientResidual);
    UnlearningState nextState = state.after(rows.after(), after, removal.forget().size());
    UnlearningReport report = report(step, losses, gradientResidual);
    return failure
        .<UnlearningOutcome>map(reason -> new UnlearningOutcome.RetrainRequired(reason, report))
        .orElseGet(() -> new UnlearningOutcome.Updated(next, nextState, report));
  }

  private Step step(InfluenceStep influence, int corrections, int products) {
    return new Step(
        state.damping(), influence.norm(), influence.relativeNorm(), influence.rowsLimited(),
        influence.predictedRise(), corrections, products);
  }

  private UnlearningOutcome refused(RetrainReason reason) {
    Step none = new Step(state.damping(), Double.NaN, Double.NaN, 0, Double.NaN, 0, 0);
    Losses losses = new Losses(Double.NaN, Double.NaN, state.heldOutLoss(), Double.NaN, Double.NaN);
    return new UnlearningOutcome.RetrainRequired(
        reason, report(none, losses, state.gradientResidual()));
  }

  private UnlearningReport report(Step step, Losses losses, double gradientResidual) {
    Extent extent = rows.extent(task.removal().forget().size());
    return new UnlearningReport(effort, extent, step, losses, gradientResidual, clock.phases());
  }
}
