package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
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
  private final PhaseClock clock;
  private final InteractionIndex index;
  private final InfluenceProblem problem;

  Unlearning(UnlearningConfig config, UnlearningTask task, LongSupplier nanoClock) {
    this.config = config;
    this.task = task;
    this.state = task.state();
    this.clock = new PhaseClock(nanoClock);
    clock.enter("select");
    this.index = state.index().over(task.removal().trained().all());
    DifferentiableModel space = FinalSpace.of(task.model());
    AffectedRows rows = AffectedRows.of(space, state.terms(), task.removal(), task.erased());
    this.problem = new InfluenceProblem(
        space, task.removal(), rows, state.curvature(), RowDamping.calibrated(state.damping()),
        config.rowStepMax(), index);
  }

  UnlearningOutcome run() {
    return switch (task.effort()) {
      case FAST -> verified(fast(oneShot()));
      case REFINED -> verified(refined());
      case CONVERGED -> state.stationary() ? verified(converged()) : notStationary();
      case AUTO -> state.stationary() ? verified(converged()) : verified(enough(fast(oneShot())));
    };
  }

  /** What {@link #run} would do, at the cost of a one shot at most. */
  Effort effort() {
    return switch (task.effort()) {
      case FAST -> Effort.FAST;
      case REFINED -> Effort.REFINED;
      case CONVERGED -> Effort.CONVERGED;
      case AUTO ->
        state.stationary() ? Effort.CONVERGED : leavesTooMuch() ? Effort.REFINED : Effort.FAST;
    };
  }

  Extent extent() {
    return problem.rows().extent(task.removal().forget().size());
  }

  /** Retained interactions that touch the rows which move, counted before anything is left out. */
  int regionInteractions() {
    return index.reach(problem.rows().moved());
  }

  private boolean leavesTooMuch() {
    InfluenceStep step = oneShot();
    return inLedgerUnit(residual(step).left(step.gradientNorm())) > config.refinement().leftMax();
  }

  /**
   * What the gates shall judge.
   *
   * @param gradientResidual of the retained objective, relative; NaN if not measured
   * @param left norm of what is left undone
   */
  private record Candidate(
      Effort effort, DifferentiableModel model, Step step, double gradientResidual,
      MeasuredResidual residual, double left) {}

  private InfluenceStep oneShot() {
    return problem.oneShot(clock);
  }

  private MeasuredResidual residual(InfluenceStep step) {
    clock.enter("measure");
    return new ResidualSample(
        problem, index, state.facts().probe().seed(), config.refinement().sampleTermsMax())
        .of(step);
  }

  private Candidate fast(InfluenceStep oneShot) {
    MeasuredResidual residual = residual(oneShot);
    return new Candidate(
        Effort.FAST, problem.givesRowCurvatures() ? followed(oneShot) : moved(oneShot),
        step(oneShot, 0, 0), Double.NaN, residual, residual.left(oneShot.gradientNorm()));
  }

  /** A small request is left as it is. */
  private Candidate enough(Candidate fast) {
    boolean enough = inLedgerUnit(fast.left()) <= config.refinement().leftMax();
    return enough ? fast : refined();
  }

  private Candidate refined() {
    clock.enter("select");
    DifferentiableModel model = task.model();
    boolean local = problem.space().equals(model);
    DifferentiableModel after = model.viewedOn(task.removal().retained());
    InfluenceProblem own = problem
        .over(model, RowDamping.calibrated(state.facts().refinedDamping()));
    Refinement.Result result = (local
        ? Refinement.local(config.refinement(), own, index, clock)
        : Refinement.throughGraph(
            config.refinement(), own, after.on(task.removal().retained()), index, clock))
        .solve();
    clock.enter("apply");
    DifferentiableModel next = after.withDelta(result.step().delta(own.rows()));
    return new Candidate(
        Effort.REFINED, next, step(result.step(), 0, result.products()), Double.NaN,
        result.residual(), result.residual().left(result.gradientNorm()));
  }

  private Candidate converged() {
    // At a stationary point the curvature needs no damping but its L2.
    InfluenceStep oneShot = problem.with(RowDamping.calibrated(0)).oneShot(clock);
    DifferentiableModel moved = moved(oneShot);
    clock.enter("correct");
    NewtonCorrection.Result corrected = new NewtonCorrection(
        config.correction(), state.curvature(), task.removal().retained(), moved.layout(),
        problem.rows()).correct(moved);
    MeasuredResidual residual = new MeasuredResidual(
        MeasuredResidual.ratio(corrected.gradientNorm(), oneShot.gradientNorm()),
        task.removal().retained().size(), 0);
    return new Candidate(
        Effort.CONVERGED, corrected.model(), step(oneShot, corrected.steps(), corrected.products()),
        corrected.residual(), residual, corrected.gradientNorm());
  }

  private DifferentiableModel moved(InfluenceStep step) {
    clock.enter("apply");
    return FinalSpace.moved(base(), task.removal().retained(), step.delta(problem.rows()));
  }

  /** The one shot and what follows it row by row. */
  private DifferentiableModel followed(InfluenceStep step) {
    clock.enter("answer");
    Removal removal = task.removal();
    DifferentiableModel base = base();
    AffectedRows rows = problem.rows();
    LostRows lost = LostRows.of(rows, state.terms(), config.rowSteps().lostShareMin());
    RowUpdate.Result result = new RowUpdate(
        config.rowSteps(), problem.damping(), config.rowStepMax()).after(
            step, FinalSpace.of(base), rows, lost, problem.terms(),
            takes(config.rowSteps().answerShareMin()));
    clock.enter("apply");
    return FinalSpace.moved(
        base, removal.retained(),
        new ParameterDelta(result.rows(), result.amounts(), rows.dropped()));
  }

  private boolean takes(double share) {
    return task.removal().forget().size() >= share * task.removal().trained().size();
  }

  /** What the old graph passed on goes too; looking at all of it pays for large requests only. */
  private DifferentiableModel base() {
    return takes(config.graphShareMin())
        ? task.model().viewedOn(task.removal().retained())
        : task.model();
  }

  private UnlearningOutcome verified(Candidate candidate) {
    clock.enter("verify");
    task.onVerifying().run();
    Removal removal = task.removal();
    DifferentiableModel space = FinalSpace.of(candidate.model());
    Verification gates = new Verification(
        config, candidate.effort(), removal.forget(), problem.rows().dropped());
    RetainedProbe before = state.probe().retainedIn(removal.retained(), problem.space());
    RetainedProbe after = before.after(RetainedProbe.meanLoss(space, before.interactions()));
    Losses losses = new Losses(
        gates.forgetLoss(problem.space()), gates.forgetLoss(space), state.heldOutLoss(),
        before.meanLoss(), after.meanLoss());
    double rise = Canaries.of(removal.forget(), task.erased(), before.interactions())
        .rise(problem.space(), space);
    Optional<RetrainReason> failure = Double.isFinite(candidate.left())
        ? gates.failure(candidate.step(), losses, after, candidate.gradientResidual())
            .or(() -> gates.canaries(rise))
        : Optional.of(RetrainReason.NOT_FINITE);
    if (failure.isPresent()) {
      return new UnlearningOutcome.RetrainRequired(
          failure.get(), report(candidate, losses, rise, state.ledger()));
    }
    UnlearningState.Past past = state.past()
        .plus(removal.forget().size(), inLedgerUnit(candidate.left()));
    return new UnlearningOutcome.Updated(
        candidate.model(), state.after(problem.rows().after(), after, past, index),
        report(candidate, losses, rise, past.ledger()));
  }

  /** Data without a gradient leaves nothing. */
  private double inLedgerUnit(double norm) {
    double unit = state.facts().dataGradientNorm();
    return unit > 0 ? norm / unit : 0;
  }

  private Step step(InfluenceStep influence, int corrections, int products) {
    return new Step(
        state.damping(), influence.norm(), influence.relativeNorm(), influence.rowsLimited(),
        influence.predictedRise(), corrections, products);
  }

  private UnlearningOutcome notStationary() {
    Step none = new Step(state.damping(), Double.NaN, Double.NaN, 0, Double.NaN, 0, 0);
    Losses losses = new Losses(Double.NaN, Double.NaN, state.heldOutLoss(), Double.NaN, Double.NaN);
    Candidate refused = new Candidate(
        Effort.CONVERGED, task.model(), none, state.gradientResidual(), MeasuredResidual.none(),
        Double.NaN);
    return new UnlearningOutcome.RetrainRequired(
        RetrainReason.NOT_STATIONARY, report(refused, losses, Double.NaN, state.ledger()));
  }

  private UnlearningReport report(
      Candidate candidate, Losses losses, double canaryRise, ResidualLedger ledger) {
    MeasuredResidual residual = candidate.residual();
    Residue residue = new Residue(
        residual.relative(), residual.interactions(), residual.pruned(),
        inLedgerUnit(candidate.left()), ledger.usedShare());
    return new UnlearningReport(
        candidate.effort(), extent(), candidate.step(), losses, candidate.gradientResidual(),
        canaryRise, residue, clock.phases());
  }
}
