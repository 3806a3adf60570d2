package io.lethe.engine.erasure;

import io.lethe.engine.model.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Later views of an erasure. */
final class Progressing {

  private Progressing() {}

  static Erasure moved(Erasure from, ErasureState state, @Nullable VersionId base) {
    ErasureProgress was = from.progress();
    return with(
        from,
        new ErasureProgress(
            state, was.milestones(), base == null ? was.base() : base, was.outcome(), was.phases(),
            was.failure()));
  }

  static Erasure contained(Erasure from, Milestones milestones, List<Phase> phases) {
    ErasureProgress was = from.progress();
    return with(
        from,
        new ErasureProgress(was.state(), milestones, was.base(), was.outcome(), phases, null));
  }

  static Erasure approved(Erasure from, ErasureFacts facts, List<Phase> phases) {
    ErasureProgress was = from.progress();
    ErasureProgress progress = new ErasureProgress(
        ErasureState.RECEIVED, was.milestones(), null, null, phases, null);
    return new Erasure(from.id(), facts, progress, null);
  }

  static Erasure live(
      Erasure from, Milestones milestones, ErasureOutcome outcome, List<Phase> phases) {
    return with(
        from,
        new ErasureProgress(ErasureState.LIVE, milestones, outcome.base(), outcome, phases, null));
  }

  static Erasure failed(Erasure from, FailedErasure failed) {
    ErasureProgress was = from.progress();
    Milestones times = new Milestones(was.milestones().received(), failed.contained(), null, null);
    return with(
        from, new ErasureProgress(
            ErasureState.FAILED, times, was.base(), null, failed.phases(), failed.failure()));
  }

  static Erasure completed(Erasure from, CompletedErasure done) {
    ErasureProgress was = from.progress();
    Milestones times = new Milestones(
        was.milestones().received(), was.milestones().contained(), done.unlearned(), done.purged());
    ErasureProgress progress = new ErasureProgress(
        ErasureState.COMPLETED, times, was.base(), was.outcome(), done.phases(), null);
    return new Erasure(from.id(), from.facts(), progress, done.receipt());
  }

  private static Erasure with(Erasure from, ErasureProgress progress) {
    return new Erasure(from.id(), from.facts(), progress, from.receipt());
  }
}
