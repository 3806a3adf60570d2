package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.solve.Solved;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionMetrics;
import java.util.List;
import java.util.stream.IntStream;

/** What became of each erasure of a batch. */
final class BatchOutcomes {

  private final InteractionIntake intake;
  private final VersionLedger versions;

  BatchOutcomes(InteractionIntake intake, VersionLedger versions) {
    this.intake = intake;
    this.versions = versions;
  }

  /**
   * Of erasures that were unlearned together.
   *
   * @param next the version that answers now
   */
  List<ErasureOutcome> of(
      ModelVersion base, VersionRecord next, Solved solved, List<PendingErasure> batch) {
    LateRows late = late(base, batch);
    return IntStream.range(0, batch.size()).mapToObj(k -> {
      LateRows.Count counted = late.of(batch.get(k).target());
      return outcome(
          base, next, solved.work(), counted, solved.forgotten()[k],
          namedBefore(batch.get(k).erasure()), solved.measures());
    }).toList();
  }

  /** Of erasures that the version which answers was made without. */
  List<ErasureOutcome> reflected(ModelVersion base, List<PendingErasure> batch) {
    Solved.Work work = Solved.Work.earlier(base);
    LateRows late = late(base, batch);
    return batch.stream().map(member -> {
      LateRows.Count counted = late.of(member.target());
      long named = member.erasure().facts().extent().interactions();
      return outcome(
          base, base.record(), work, counted, Math.max(0, named - counted.late()), 0,
          ErasureMeasures.NONE);
    }).toList();
  }

  /**
   * Interactions that a failed erasure named which this one takes up: a version made since may hold
   * none of them, and the log has held them until now.
   */
  private static long namedBefore(Erasure erasure) {
    ErasureFacts facts = erasure.facts();
    return facts.retry().of() == null ? 0 : facts.extent().interactions();
  }

  private LateRows late(ModelVersion base, List<PendingErasure> batch) {
    ModelName model = base.id().model();
    return LateRows.of(
        base, versions.stored(model), learned -> intake
            .since(model, learned, batch.stream().map(PendingErasure::target).toList()));
  }

  /** Of erasures of a model that has no version, or none any more. */
  static List<ErasureOutcome> withoutVersion(List<PendingErasure> batch) {
    return batch.stream()
        .map(member -> member.erasure().facts().extent().interactions())
        .map(ErasureOutcome::notLearned)
        .toList();
  }

  /**
   * What became of one.
   *
   * @param late interactions that came after the base's training
   * @param learned interactions that went from the base, or that it was made without
   * @param named interactions that this erasure takes out at least
   */
  private static ErasureOutcome outcome(
      ModelVersion base, VersionRecord next, Solved.Work work, LateRows.Count late, long learned,
      long named, ErasureMeasures measures) {
    long forgotten = Math.max(named, learned + late.late());
    boolean elsewhere = VersionMetrics.isTrainedElsewhere(base.manifest());
    boolean unknown = learned == 0 && !late.isKnown();
    if (elsewhere && (unknown || work.assurance() == Assurance.TRAINED_ELSEWHERE)) {
      return ErasureOutcome.trainedElsewhere(base, next, forgotten, late.unread());
    }
    if (learned == 0 && late.isAll()) {
      return ErasureOutcome.notLearned(base, next, late.late(), late.unread());
    }
    return new ErasureOutcome(
        base.id(), base.record().digest(), next.id(), next.digest(), next.manifest().plugin(),
        next.manifest().pluginVersion(), work.method(), work.effort(), work.assurance(), forgotten,
        late.unread(), work.changedRows(), work.droppedRows(), work.selectedParameters(), measures,
        VersionMetrics.isTrainedElsewhere(next.manifest()));
  }
}
