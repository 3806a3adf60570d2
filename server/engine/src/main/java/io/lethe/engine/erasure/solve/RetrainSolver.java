package io.lethe.engine.erasure.solve;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.publish.VersionTrainer;
import io.lethe.engine.work.PhaseLog;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.TrainingConfig;
import java.util.Map;

/** Forgets by training anew on what is left: coupled to the last training, by its seed and options. */
final class RetrainSolver {

  private final VersionTrainer trainer;

  RetrainSolver(VersionTrainer trainer) {
    this.trainer = trainer;
  }

  /**
   * Retrains.
   *
   * @param measures of an update that was not taken, for the receipt
   * @throws LetheException of kind {@code VERIFICATION_FAILED} if nothing is left, and as {@link
   *     VersionTrainer#train}
   */
  Solved solve(ErasureSolver.Job job, ForgetSet forget, PhaseLog phases, ErasureMeasures measures) {
    requireTrainedHere(job, measures);
    VersionData left = forget.left();
    if (left.trained().size() == 0) {
      throw new LetheException(
          ErrorKind.VERIFICATION_FAILED, "0 interactions would be left to train on");
    }
    TrainingFacts facts = job.facts();
    VersionTrainer.Trained result = phases.timed(
        "retrain",
        () -> trainer.train(
            job.base().plugin(), left.compacted(),
            new TrainingConfig(facts.seed(), facts.options()), job.base().unlearning()));
    long rows = rows(result.content());
    Solved.Work work = new Solved.Work(
        VersionOrigin.RETRAINING, ErasureMethod.RETRAIN, ErasureEffort.RETRAINED,
        Assurance.RETRAINED, rows, Math.max(0, rows(job.base()) - rows), 0);
    TrainingFacts next = new TrainingFacts(
        facts.seed(), result.effective(), facts.logEnd(), facts.validationShare(),
        facts.splitSeed());
    return new Solved(result.content(), next, work, forget.counts(), measures, result.metrics());
  }

  /** What it was made of holds what is to be forgotten: making it again would certify a lie. */
  static void requireTrainedHere(ErasureSolver.Job job, ErasureMeasures measures) {
    if (job.base().plugin().trainedElsewhere()) {
      String why = measures.refusal()
          .map(gate -> "the update was refused by " + gate.name())
          .orElse("no update was computed");
      throw new LetheException(
          ErrorKind.RETRAINING_ELSEWHERE,
          ("%s, and models of plugin %s are trained elsewhere: train there without what was erased,"
              + " bring the vectors in (lethe import-model), then retry the erasure").formatted(
                  why, job.base().plugin().name()),
          Map.of("plugin", job.base().plugin().name()));
    }
  }

  private static long rows(VersionContent content) {
    return content.model() instanceof DifferentiableModel model
        ? model.layout().blocks().stream().mapToLong(ParameterBlock::rows).sum()
        : (long) content.model().userCount() + content.model().itemCount();
  }
}
