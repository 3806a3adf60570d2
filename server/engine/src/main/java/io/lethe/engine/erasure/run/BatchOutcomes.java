package io.lethe.engine.erasure.run;

import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.solve.Solved;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionData;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.stream.IntStream;

/** What became of each erasure of a batch. */
final class BatchOutcomes {

  private final InteractionIntake intake;

  BatchOutcomes(InteractionIntake intake) {
    this.intake = intake;
  }

  /**
   * Of erasures that were unlearned together.
   *
   * @param next the version that answers now
   */
  List<ErasureOutcome> of(
      ModelVersion base, VersionRecord next, Solved solved, List<PendingErasure> batch) {
    return IntStream.range(0, batch.size()).mapToObj(k -> {
      ErasureTarget target = batch.get(k).target();
      return outcome(
          base, next, solved.work(), target, solved.forgotten()[k], unread(base, target),
          solved.measures());
    }).toList();
  }

  /** Of erasures that the version which answers was made without. */
  List<ErasureOutcome> reflected(ModelVersion base, List<PendingErasure> batch) {
    Solved.Work work = Solved.Work.earlier(base);
    return batch.stream().map(member -> {
      ErasureTarget target = member.target();
      long unread = unread(base, target);
      long left = Math.max(0, member.erasure().facts().extent().interactions() - unread);
      return outcome(base, base.record(), work, target, left, unread, ErasureMeasures.NONE);
    }).toList();
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
   * @param learned interactions that a version had learned
   * @param unread interactions that none had
   */
  private static ErasureOutcome outcome(
      ModelVersion base, VersionRecord next, Solved.Work work, ErasureTarget target, long learned,
      long unread, ErasureMeasures measures) {
    if (learned == 0 && unread > 0 && !knows(base.content().data(), target)) {
      return ErasureOutcome.notLearned(base, next, unread);
    }
    return new ErasureOutcome(
        base.id(), base.record().digest(), next.id(), next.digest(), next.manifest().plugin(),
        next.manifest().pluginVersion(), work.method(), work.effort(), work.assurance(),
        learned + unread, unread, work.changedRows(), work.droppedRows(), work.selectedParameters(),
        measures);
  }

  /** Interactions that came after the version's training and do not only repeat one of it. */
  private long unread(ModelVersion base, ErasureTarget target) {
    VersionData data = base.content().data();
    long read = base.manifest().training().logEnd();
    return intake.since(base.id().model(), read)
        .count(base.id().model(), target, read, (user, item) -> data.find(user, item) < 0);
  }

  private static boolean knows(VersionData data, ErasureTarget target) {
    return switch (target) {
      case ErasureTarget.User(String id) -> data.index().user(id) != EntityIndex.UNKNOWN;
      case ErasureTarget.Item(String id) -> data.index().item(id) != EntityIndex.UNKNOWN;
      case ErasureTarget.Interactions(List<ErasureTarget.Pair> pairs) ->
        pairs.stream().anyMatch(pair -> data.find(pair.user(), pair.item()) >= 0);
    };
  }
}
