package io.lethe.unlearning;

import io.lethe.checks.Reach;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Renewal;
import io.lethe.unlearning.UnlearningReport.Residue;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One unlearning from its task to its outcome. Confined to one thread and used once. */
final class Unlearning {

  /** Loss terms of the rows in which the retained gradient is compared before and after. */
  private static final int GRADIENT_TERMS_MAX = 2048;

  private final UnlearningConfig config;
  private final UnlearningTask task;
  private final UnlearningState state;
  private final PhaseClock clock;
  private final InteractionIndex index;
  private InfluenceProblem problem;
  private @Nullable DifferentiableModel base;
  private @Nullable LostRows lost;
  private @Nullable RetainedProbe probe;
  private @Nullable SharedMove shared;

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

  /** What an update would touch, or has touched. */
  Extent extent(Effort effort) {
    ParameterSelection changed = changed(effort);
    return new Extent(
        task.removal().forget().size(), TermCounts.rowCount(changed),
        TermCounts.rowCount(problem.rows().dropped()), changed.length());
  }

  /** Rows that change but are not dropped, in final space. */
  private ParameterSelection changed(Effort effort) {
    boolean all = switch (effort) {
      case FAST -> problem.givesRowCurvatures() && takes(config.rowSteps().answerShareMin());
      case REFINED -> !problem.space().equals(task.model());
      case CONVERGED -> true;
      case AUTO -> false;
    };
    return all ? problem.rows().withTerms() : problem.rows().moved();
  }

  /** Retained interactions that touch the rows which move, counted before anything is left out. */
  int regionInteractions() {
    return problem.reach();
  }

  private boolean leavesTooMuch() {
    return tooMuch(fast(oneShot()));
  }

  private boolean tooMuch(Candidate fast) {
    double most = problem.givesRowCurvatures()
        ? config.rowSteps().leftMax()
        : config.refinement().leftMax();
    return inLedgerUnit(fast.left()) > most || shared().isDue(fast.step()::predictedRise);
  }

  /**
   * What the gates shall judge.
   *
   * @param gradientResidual of the retained objective, relative; NaN if not measured
   * @param left norm of what is left undone
   * @param gradientNorm of what goes, in the rows that move
   * @param sound whether the curvature was positive and finite
   */
  private record Candidate(
      Effort effort, DifferentiableModel model, Step step, double gradientResidual,
      MeasuredResidual residual, double left, double gradientNorm, boolean sound) {}

  private InfluenceStep oneShot() {
    boolean otherGraph = problem.givesRowCurvatures() && !base().equals(task.model());
    return otherGraph ? problem.oneShot(FinalSpace.of(base()), clock) : problem.oneShot(clock);
  }

  private MeasuredResidual residual(InfluenceStep step) {
    clock.enter("measure");
    return new ResidualSample(
        problem, index, state.facts().probe().seed(), config.refinement().sampleTermsMax())
        .of(step);
  }

  private Candidate fast(InfluenceStep oneShot) {
    if (problem.givesRowCurvatures()) {
      return followed(oneShot);
    }
    MeasuredResidual residual = residual(oneShot);
    return new Candidate(
        Effort.FAST, moved(oneShot), step(oneShot, 0, 0), Double.NaN, residual,
        residual.left(oneShot.gradientNorm()), oneShot.gradientNorm(), true);
  }

  /** A small request is left as it is. */
  private Candidate enough(Candidate fast) {
    return tooMuch(fast) ? refined() : fast;
  }

  private Candidate refined() {
    clock.enter("select");
    DifferentiableModel model = task.model();
    boolean local = problem.space().equals(model);
    DifferentiableModel after = model.viewedOn(task.removal().retained());
    boolean sharedMove = local && shared().isDue(() -> problem.oneShot(clock).predictedRise());
    if (sharedMove) {
      problem = problem.moving(problem.rows().withShared());
    }
    InfluenceProblem own = problem
        .over(model, RowDamping.calibrated(state.facts().refinedDamping()));
    Refinement.Result result = refinement(own, after, local, sharedMove).solve();
    if (sharedMove) {
      clock.enter("measure");
      shared().moved(own, result);
    }
    clock.enter("apply");
    DifferentiableModel next = renewed(after.withDelta(result.step().delta(own.rows())));
    return new Candidate(
        Effort.REFINED, next, step(result.step(), 0, result.products()), Double.NaN,
        result.residual(), result.residual().left(result.gradientNorm()), result.gradientNorm(),
        result.sound());
  }

  private Refinement refinement(
      InfluenceProblem own, DifferentiableModel after, boolean local, boolean sharedMove) {
    if (sharedMove) {
      return Refinement.withShared(config.refinement(), own, shared().curvature(), index, clock);
    }
    return local
        ? Refinement.local(config.refinement(), own, index, clock)
        : Refinement.throughGraph(
            config.refinement(), own, after.on(task.removal().retained()), index, clock);
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
        corrected.residual(), residual, corrected.gradientNorm(), oneShot.gradientNorm(), true);
  }

  private DifferentiableModel moved(InfluenceStep step) {
    clock.enter("apply");
    return FinalSpace.moved(base(), task.removal().retained(), step.delta(problem.rows()));
  }

  /** The one shot and what follows it row by row. */
  private Candidate followed(InfluenceStep oneShot) {
    clock.enter("answer");
    RetainedTerms terms = problem.terms();
    RowUpdate.Result result = new RowUpdate(
        config.rowSteps(), problem.damping(), config.rowStepMax()).after(
            oneShot, FinalSpace.of(base()), problem.space(), problem.rows(), lost(), terms,
            takes(config.rowSteps().answerShareMin()));
    clock.enter("measure");
    MeasuredResidual residual = new RowResidual(problem, terms).of(oneShot, result, lost().rows());
    clock.enter("apply");
    DifferentiableModel next = FinalSpace.moved(
        base(), task.removal().retained(),
        new ParameterDelta(result.rows(), result.amounts(), problem.rows().dropped()));
    return new Candidate(
        Effort.FAST, next, step(oneShot, 0, 0), Double.NaN, residual,
        residual.left(oneShot.gradientNorm()), oneShot.gradientNorm(), true);
  }

  private LostRows lost() {
    if (lost == null) {
      lost = LostRows
          .of(problem, problem.terms(), state.learnt(), config.rowSteps().lostShareMin());
    }
    return lost;
  }

  /** A refined model of which rows that lost most are solved anew, where nothing lies beneath them. */
  private DifferentiableModel renewed(DifferentiableModel refined) {
    if (!problem.space().equals(task.model()) || !problem.givesRowCurvatures()) {
      return refined;
    }
    return lost().solved(refined, problem.terms(), config.rowSteps().newtonSteps());
  }

  private boolean takes(double share) {
    return task.removal().forget().size() >= share * task.removal().trained().size();
  }

  /**
   * What the old graph passed on goes too; looking at all of it pays for large requests only. Where
   * rows have sampled negatives, the step alone comes closer: measured on LightGCN.
   */
  private DifferentiableModel base() {
    if (base == null) {
      base = takes(config.graphShareMin())
          && !(problem.givesRowCurvatures() && problem.terms().whole())
              ? task.model().viewedOn(task.removal().retained())
              : task.model();
    }
    return base;
  }

  private UnlearningOutcome verified(Candidate candidate) {
    clock.enter("verify");
    task.onVerifying().run();
    Removal removal = task.removal();
    DifferentiableModel space = FinalSpace.of(candidate.model());
    Verification gates = new Verification(
        config, candidate.effort(), removal.forget(), problem.rows().dropped());
    RetainedProbe before = probe();
    RetainedProbe after = before.after(RetainedProbe.meanLoss(space, before.interactions()));
    Losses losses = new Losses(
        gates.forgetLoss(problem.space()), gates.forgetLoss(undropped(candidate.effort(), space)),
        state.heldOutLoss(), before.meanLoss(), after.meanLoss());
    Canaries canaries = Canaries.of(removal.forget(), task.erased(), before.interactions());
    double rise = canaries.rise(problem.space(), space);
    Renewal renewal = renewal(canaries, space);
    double outside = outside(candidate);
    double gradientLeft = gradientLeft(candidate, space);
    Optional<RetrainReason> failure = gates
        .undone(
            new Verification.Undone(
                candidate.sound(), candidate.gradientNorm(), candidate.step().norm(),
                candidate.residual(), outside, problem.rows().moved().length(),
                problem.rows().termsGone(state.terms()), gradientLeft),
            losses)
        .or(() -> gates.failure(candidate.step(), losses, after, candidate.gradientResidual()))
        .or(() -> gates.renewed(renewal.residual()))
        .or(() -> gates.canaries(rise));
    if (failure.isPresent()) {
      return new UnlearningOutcome.RetrainRequired(
          failure.get(),
          report(candidate, losses, rise, renewal, outside, gradientLeft, state.ledger()));
    }
    UnlearningState.Past past = state.past()
        .plus(removal.forget().size(), inLedgerUnit(left(candidate, outside)));
    return new UnlearningOutcome.Updated(
        candidate.model(), state.after(problem.rows().after(), after, past, index),
        report(candidate, losses, rise, renewal, outside, gradientLeft, past.ledger()));
  }

  /** What is left undone in rows that move, and in those that do not. */
  private static double left(Candidate candidate, double outside) {
    return Math.hypot(candidate.left(), Math.sqrt(outside) * candidate.gradientNorm());
  }

  /** Share of the removal that no row brings which moves; corrective steps move all rows. */
  private double outside(Candidate candidate) {
    return candidate.effort() == Effort.CONVERGED
        ? 0
        : new Reach(shared().rise(), candidate.step().predictedRise()).share();
  }

  /**
   * What the gradient of what stays lacks of the change that the removal asks for; NaN if none does, and
   * after corrective steps, which follow all of it.
   */
  private double gradientLeft(Candidate candidate, DifferentiableModel space) {
    if (candidate.effort() == Effort.CONVERGED || !(candidate.gradientNorm() > 0)) {
      return Double.NaN;
    }
    ResidualSample.RowDraw draw = new ResidualSample.RowDraw(
        problem.rows().after(), index, state.facts().probe().seed(), GRADIENT_TERMS_MAX);
    return new GradientChange(problem, space).left(draw, shared().judge());
  }

  private SharedMove shared() {
    if (shared == null) {
      shared = new SharedMove(
          config.sharedBlocks(), problem, probe(), state.facts().probe().seed());
    }
    return shared;
  }

  private RetainedProbe probe() {
    if (probe == null) {
      probe = state.probe().retainedIn(task.removal().retained(), problem.space());
    }
    return probe;
  }

  /** The model after with dropped rows as they were before. */
  private DifferentiableModel undropped(Effort effort, DifferentiableModel space) {
    ParameterSelection rows = changed(effort);
    return problem.space()
        .withDelta(
            new ParameterDelta(
                rows, RowUpdate.difference(problem.space(), space, rows),
                Selections.none(rows.layout())));
  }

  private Renewal renewal(Canaries canaries, DifferentiableModel space) {
    double fall = -canaries
        .ofLargestLoss(task.removal().forget(), task.erased(), index, task.removal().trained())
        .rise(problem.space(), space);
    return problem.givesRowCurvatures()
        ? new Renewal(
            TermCounts.rowCount(lost().rows()), lost().residual(space, problem.terms()), fall)
        : new Renewal(0, Double.NaN, fall);
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
        Double.NaN, Double.NaN, true);
    return new UnlearningOutcome.RetrainRequired(
        RetrainReason.NOT_STATIONARY,
        report(
            refused, losses, Double.NaN, new Renewal(0, Double.NaN, Double.NaN), 0, Double.NaN,
            state.ledger()));
  }

  private UnlearningReport report(
      Candidate candidate, Losses losses, double canaryRise, Renewal renewal, double outside,
      double gradientLeft, ResidualLedger ledger) {
    MeasuredResidual residual = candidate.residual();
    Residue residue = new Residue(
        residual.relative(), residual.interactions(), residual.pruned(),
        inLedgerUnit(left(candidate, outside)), ledger.usedShare());
    return new UnlearningReport(
        candidate.effort(), extent(candidate.effort()), candidate.step(), losses,
        candidate.gradientResidual(), canaryRise, renewal, residue, outside, gradientLeft,
        clock.phases());
  }
}
