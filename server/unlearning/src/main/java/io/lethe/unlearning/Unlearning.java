package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Residue;
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
    // Without a look at what stays nothing is known of the residual: all of the gradient counts.
    return verified(
        new Candidate(
            next, step(influence, 0, 0), Double.NaN, Double.NaN, influence.gradientNorm()));
  }

  /**
   * What the gates shall judge.
   *
   * @param gradientResidual of the retained objective, relative; NaN if not measured
   * @param relativeResidual of the damped system; NaN if not measured
   * @param left norm of what is left undone
   */
  private record Candidate(
      DifferentiableModel model, Step step, double gradientResidual, double relativeResidual,
      double left) {}

  private UnlearningOutcome converged() {
    InfluenceStep influence = influence();
    DifferentiableModel moved = dropped(influence);
    clock.enter("correct");
    NewtonCorrection.Result corrected = new NewtonCorrection(
        config.correction(), state.curvature(), task.removal().retained(), rows.dropped(),
        rows.after()).correct(moved);
    Step step = step(influence, corrected.steps(), corrected.products());
    return verified(
        new Candidate(
            corrected.model(), step, corrected.residual(), Double.NaN, corrected.gradientNorm()));
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

  private UnlearningOutcome verified(Candidate candidate) {
    clock.enter("verify");
    DifferentiableModel next = candidate.model();
    Removal removal = task.removal();
    Verification gates = new Verification(config, effort, removal.forget(), rows.dropped());
    RetainedProbe before = state.probe().retainedIn(removal.retained(), task.model());
    RetainedProbe after = before.after(RetainedProbe.meanLoss(next, before.interactions()));
    Losses losses = new Losses(
        gates.forgetLoss(task.model()), gates.forgetLoss(next), state.heldOutLoss(),
        before.meanLoss(), after.meanLoss());
    Optional<RetrainReason> failure = gates
        .failure(candidate.step(), losses, after, candidate.gradientResidual());
    if (failure.isPresent()) {
      return new UnlearningOutcome.RetrainRequired(
          failure.get(), report(candidate, losses, state.ledger()));
    }
    UnlearningState.Past past = state.past().plus(removal.forget().size(), left(candidate));
    return new UnlearningOutcome.Updated(
        next, state.after(rows.after(), after, past), report(candidate, losses, past.ledger()));
  }

  /** In the ledger's unit; data without a gradient leaves nothing. */
  private double left(Candidate candidate) {
    double unit = state.facts().dataGradientNorm();
    return unit > 0 ? candidate.left() / unit : 0;
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
        reason,
        report(
            new Candidate(task.model(), none, state.gradientResidual(), Double.NaN, Double.NaN),
            losses, state.ledger()));
  }

  private UnlearningReport report(Candidate candidate, Losses losses, ResidualLedger ledger) {
    Extent extent = rows.extent(task.removal().forget().size());
    Residue residue = new Residue(
        candidate.relativeResidual(), left(candidate), ledger.usedShare());
    return new UnlearningReport(
        effort, extent, candidate.step(), losses, candidate.gradientResidual(), residue,
        clock.phases());
  }
}
