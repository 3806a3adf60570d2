package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.List;
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
  private double gradientResidual = Double.NaN;

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
    if (effort == Effort.CONVERGED) {
      return refused(
          state.stationary() ? RetrainReason.NOT_CONVERGED : RetrainReason.NOT_STATIONARY);
    }
    Removal removal = task.removal();
    Preconditioner solve = new Preconditioner(state.curvature(), state.damping());
    List<Removal> parts = RemovalParts.of(removal, config.parts().count(rows.termShare()));
    InfluenceStep influence = InfluenceStep.take(task.model(), parts, rows, solve, clock);
    clock.enter("apply");
    DifferentiableModel next = Selections.drop(influence.model(), rows.dropped());
    clock.enter("verify");
    return verified(next, step(influence));
  }

  private UnlearningOutcome verified(DifferentiableModel next, Step step) {
    Removal removal = task.removal();
    Verification gates = new Verification(config.gates(), removal.forget(), rows.dropped());
    RetainedProbe before = state.probe().retainedIn(removal.retained(), task.model());
    RetainedProbe after = before.after(RetainedProbe.meanLoss(next, before.interactions()));
    Losses losses = new Losses(
        gates.forgetLoss(task.model()), gates.forgetLoss(next), state.heldOutLoss(),
        before.meanLoss(), after.meanLoss());
    Optional<RetrainReason> failure = gates.failure(step, losses, after.rise());
    UnlearningState nextState = state.after(rows.after(), after, removal.forget().size());
    UnlearningReport report = report(step, losses);
    if (failure.isPresent()) {
      return new UnlearningOutcome.RetrainRequired(failure.get(), report);
    }
    return new UnlearningOutcome.Updated(next, nextState, report);
  }

  private Step step(InfluenceStep influence) {
    float[] before = new float[rows.moved().length()];
    task.model().parameters(rows.moved(), before);
    double norm = Vectors.norm(influence.amounts());
    double relative = norm == 0 ? 0 : norm / Vectors.norm(before);
    return new Step(
        state.damping(), influence.parts(), norm, relative, influence.predictedRise(), 0, 0);
  }

  private UnlearningOutcome refused(RetrainReason reason) {
    Step none = new Step(state.damping(), 0, Double.NaN, Double.NaN, Double.NaN, 0, 0);
    Losses losses = new Losses(Double.NaN, Double.NaN, state.heldOutLoss(), Double.NaN, Double.NaN);
    return new UnlearningOutcome.RetrainRequired(reason, report(none, losses));
  }

  private UnlearningReport report(Step step, Losses losses) {
    Extent extent = rows.extent(task.removal().forget().size());
    return new UnlearningReport(effort, extent, step, losses, gradientResidual, clock.phases());
  }
}
