package io.lethe.engine.erasure.solve;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionContent.Differentiable;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.publish.VersionTrainer;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.work.PhaseLog;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.RefittableModel;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.ErasedEntities;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningReport;
import io.lethe.unlearning.UnlearningTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the content of a version that has forgotten: by influence where that is possible and passes
 * its gates, else by retraining. Deterministic: the same base and targets give the same bits.
 * Thread-safe.
 */
public final class ErasureSolver {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureSolver.class);

  private final InfluenceUnlearner unlearner;
  private final PluginGuard guard;
  private final RefitSolver refits;
  private final RetrainSolver retraining;
  private final Effort effort;
  private final LongSupplier nanoClock;

  /**
   * A solver.
   *
   * @param guard of influence updates
   * @param effort of every influence update
   */
  public ErasureSolver(
      InfluenceUnlearner unlearner, VersionTrainer trainer, PluginGuard guard, Effort effort,
      LongSupplier nanoClock) {
    this.effort = effort;
    this.unlearner = unlearner;
    this.guard = guard;
    this.refits = new RefitSolver(guard);
    this.retraining = new RetrainSolver(trainer);
    this.nanoClock = nanoClock;
  }

  /** Who is told how far a solve is; quick. */
  public interface Steps {

    /** For nobody. */
    Steps UNTOLD = new Steps() {
      @Override
      public void verifying() {}

      @Override
      public void retraining() {}
    };

    /** An influence update was computed and is being checked. */
    void verifying();

    /** A training begins. */
    void retraining();
  }

  /** A base and what is to be forgotten from it. */
  public record Job(
      VersionContent base, TrainingFacts facts, List<ErasureTarget> targets,
      ErasureMethod method) {}

  /** A content that has forgotten, and the facts of its last training. */
  public record Forgotten(VersionContent content, TrainingFacts training) {}

  /**
   * Forgets, for a content that is not a version yet.
   *
   * @return empty if the content knows nothing of the targets
   * @throws LetheException as {@link #solve}
   */
  public Optional<Forgotten> forget(
      VersionContent base, TrainingFacts facts, List<ErasureTarget> targets) {
    Job job = new Job(base, facts, targets, ErasureMethod.AUTO);
    return solve(job, new PhaseLog(nanoClock, "", 0), Steps.UNTOLD)
        .map(solved -> new Forgotten(solved.content(), solved.training()));
  }

  /** Whether a content knows anything of the targets. */
  public boolean knows(VersionContent base, List<ErasureTarget> targets) {
    return !ForgetSet.of(base.data(), targets).isEmpty();
  }

  /**
   * Forgets as far as that takes no training.
   *
   * @return the content that has forgotten, the given one if it knows nothing of the targets; empty if
   *     only a training would do
   * @throws LetheException of kind {@code CANCELLED}
   */
  public Optional<VersionContent> update(
      VersionContent base, TrainingFacts facts, List<ErasureTarget> targets) {
    Job job = new Job(base, facts, targets, ErasureMethod.AUTO);
    ForgetSet forget = ForgetSet.of(base.data(), targets);
    if (forget.isEmpty()) {
      return Optional.of(base);
    }
    return switch (attempt(job, forget, new PhaseLog(nanoClock, "", 0), Steps.UNTOLD)) {
      case Attempt.Succeeded(Solved solved) -> Optional.of(solved.content());
      case Attempt.Refused _ -> Optional.empty();
    };
  }

  /**
   * Forgets.
   *
   * @param steps told how far it is
   * @return empty if the base knows nothing of the targets
   * @throws LetheException of kind {@code PLUGIN_FAILED}, {@code VERIFICATION_FAILED} or {@code
   *     CANCELLED} if retraining does not succeed either
   */
  public Optional<Solved> solve(Job job, PhaseLog phases, Steps steps) {
    long start = phases.now();
    ForgetSet forget = ForgetSet.of(job.base().data(), job.targets());
    phases.since("resolve", start);
    if (forget.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(switch (attempt(job, forget, phases, steps)) {
      case Attempt.Succeeded(Solved solved) -> solved;
      case Attempt.Refused(ErasureMeasures measures) -> {
        steps.retraining();
        yield retraining.solve(job, forget, phases, measures);
      }
    });
  }

  private Attempt attempt(Job job, ForgetSet forget, PhaseLog phases, Steps steps) {
    if (job.method() == ErasureMethod.RETRAIN) {
      return new Attempt.Refused(ErasureMeasures.NONE);
    }
    if (job.base().model() instanceof RefittableModel model) {
      return refitted(job, model, forget, phases, steps);
    }
    return job.base()
        .differentiable()
        .map(model -> influence(job, model, forget, phases, steps))
        .orElseGet(() -> new Attempt.Refused(withoutInfluence(job.base())));
  }

  /** Derivatives without a state are those that failed the self-check. */
  private static ErasureMeasures withoutInfluence(VersionContent base) {
    return base.model() instanceof DifferentiableModel
        ? ReportMeasures.selfCheckFailed()
        : ErasureMeasures.NONE;
  }

  /** How the influence update ended. */
  private sealed interface Attempt {
    record Succeeded(Solved solved) implements Attempt {}

    record Refused(ErasureMeasures measures) implements Attempt {}
  }

  /**
   * What {@link #solve} would do; empty if it would retrain.
   *
   * @param rowsChanged rows of parameters, or an upper bound
   * @param expected null without an estimate
   */
  record Forecast(
      long rowsChanged, long rowsDropped, long selectedParameters, @Nullable Duration expected) {}

  Optional<Forecast> forecast(Job job, ForgetSet forget) {
    if (job.method() == ErasureMethod.RETRAIN) {
      return Optional.empty();
    }
    RecommenderPlugin plugin = job.base().plugin();
    if (job.base().model() instanceof RefittableModel model) {
      long rows = guard
          .solve(plugin, () -> model.refitRows(RefitSolver.removal(job.base(), forget)));
      return Optional.of(new Forecast(rows, 0, 0, null));
    }
    return job.base()
        .differentiable()
        .map(
            model -> guard
                .solve(plugin, () -> unlearner.plan(task(job, model, forget, Steps.UNTOLD))))
        .map(
            plan -> new Forecast(
                plan.extent().rowsMoved(), plan.extent().rowsDropped(),
                plan.extent().selectionLength(), plan.expected()));
  }

  private Attempt refitted(
      Job job, RefittableModel model, ForgetSet forget, PhaseLog phases, Steps steps) {
    long start = phases.now();
    try {
      Solved solved = refits.solve(job, model, forget);
      steps.verifying();
      return new Attempt.Succeeded(solved);
    } catch (LetheException failed) {
      return refusedBy(job, failed);
    } finally {
      phases.since("solve", start);
    }
  }

  /** A model that cannot be updated may still be trained anew. */
  private static Attempt refusedBy(Job job, LetheException failed) {
    if (failed.kind() == ErrorKind.CANCELLED) {
      throw failed;
    }
    LOG.warn("an influence update with plugin {} failed", job.base().plugin().name(), failed);
    return new Attempt.Refused(ErasureMeasures.NONE);
  }

  private UnlearningTask task(Job job, Differentiable model, ForgetSet forget, Steps steps) {
    return new UnlearningTask(
        model.model(), model.state(), RefitSolver.removal(job.base(), forget),
        new ErasedEntities(forget.users(), forget.items()), effort, steps::verifying);
  }

  private Attempt influence(
      Job job, Differentiable model, ForgetSet forget, PhaseLog phases, Steps steps) {
    long start = phases.now();
    UnlearningOutcome outcome;
    try {
      outcome = guard
          .solve(job.base().plugin(), () -> unlearner.unlearn(task(job, model, forget, steps)));
    } catch (LetheException failed) {
      phases.since("solve", start);
      return refusedBy(job, failed);
    }
    phases.since("solve", start);
    parts(outcome).forEach(part -> phases.tell("solve-" + part.name(), part.duration()));
    return switch (outcome) {
      case UnlearningOutcome.Updated updated ->
        new Attempt.Succeeded(updated(job, updated, forget));
      case UnlearningOutcome.NothingToForget nothing ->
        new Attempt.Succeeded(untouched(job, forget));
      case UnlearningOutcome.RetrainRequired refused -> {
        LOG.info(
            "an influence update with plugin {} was refused: {}", job.base().plugin().name(),
            refused.reason());
        yield new Attempt.Refused(ReportMeasures.refused(refused, unlearner.gates()));
      }
    };
  }

  private static List<UnlearningReport.Phase> parts(UnlearningOutcome outcome) {
    return switch (outcome) {
      case UnlearningOutcome.Updated updated -> updated.report().phases();
      case UnlearningOutcome.RetrainRequired refused -> refused.report().phases();
      case UnlearningOutcome.NothingToForget _ -> List.of();
    };
  }

  private Solved updated(Job job, UnlearningOutcome.Updated updated, ForgetSet forget) {
    UnlearningReport report = updated.report();
    VersionContent content = new VersionContent(
        job.base().plugin(), updated.model(), forget.left(), updated.state());
    Solved.Work work = new Solved.Work(
        VersionOrigin.INFLUENCE_UPDATE, ErasureMethod.INFLUENCE, ErasureEffort.of(report.effort()),
        Assurance.APPROXIMATE, report.extent().rowsMoved(), report.extent().rowsDropped(),
        report.extent().selectionLength());
    return new Solved(
        content, job.facts(), work, forget.counts(),
        ReportMeasures.passed(report, unlearner.gates()),
        Map.of(
            "probe-loss", report.losses().probeAfter(), "residual-budget-used",
            report.residue().budgetUsed()));
  }

  /** Only held-out interactions of users and items that stay: no parameter was learnt from them. */
  private static Solved untouched(Job job, ForgetSet forget) {
    VersionContent base = job.base();
    Solved.Work work = new Solved.Work(
        VersionOrigin.INFLUENCE_UPDATE, ErasureMethod.INFLUENCE, ErasureEffort.FAST,
        Assurance.APPROXIMATE, 0, 0, 0);
    return new Solved(
        new VersionContent(base.plugin(), base.model(), forget.left(), base.unlearning()),
        job.facts(), work, forget.counts(), ErasureMeasures.NONE, Map.of());
  }
}
