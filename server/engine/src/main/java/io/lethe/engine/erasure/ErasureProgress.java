package io.lethe.engine.erasure;

import io.lethe.engine.model.VersionId;
import io.lethe.engine.work.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an erasure is.
 *
 * @param base the version its batch started from; null until {@code SOLVING}
 * @param attempts how often it was begun
 * @param outcome null until {@code LIVE}
 * @param phases where the time went, in the order it was spent
 * @param failure null unless {@code FAILED}
 */
public record ErasureProgress(
    ErasureState state, Milestones milestones, @Nullable VersionId base, int attempts,
    @Nullable ErasureOutcome outcome, List<Phase> phases, @Nullable Failure failure) {

  public ErasureProgress {
    phases = List.copyOf(phases);
  }

  /** The same in another state. */
  ErasureProgress in(ErasureState next) {
    return new ErasureProgress(next, milestones, base, attempts, outcome, phases, failure);
  }
}
