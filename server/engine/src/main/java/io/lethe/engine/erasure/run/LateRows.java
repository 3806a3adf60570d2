package io.lethe.engine.erasure.run;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;

/**
 * What erasures name of the rows that came after a version's training, and which of them no training
 * read whose version is there: one that answered earlier may have learned from what its successor, made
 * active again, never saw.
 *
 * @param read how many rows of the log the base's training read
 * @param everRead how many the training read that read most
 * @param rows from the base's training on
 */
record LateRows(ModelVersion base, long read, long everRead, RecentRows rows) {

  /**
   * Looks at once for all erasures of a batch.
   *
   * @param stored the model's versions
   * @param since gives what came after so many rows of the log
   */
  static LateRows of(
      ModelVersion base, List<VersionRecord> stored, LongFunction<RecentRows> since) {
    long read = base.manifest().training().logEnd();
    long everRead = stored.stream()
        .mapToLong(version -> version.manifest().training().logEnd())
        .reduce(read, Math::max);
    return new LateRows(base, read, everRead, since.apply(read));
  }

  /**
   * What one erasure names.
   *
   * @param late interactions that came after the base's training and do not only repeat one of it
   * @param unread those of them that no training read
   * @param isKnown whether the base knows anything of the target
   */
  record Count(long late, long unread, boolean isKnown) {

    /** Whether all of it came after the base's training: nothing in the base is learned from it. */
    boolean isAll() {
      return late > 0 && !isKnown;
    }
  }

  Count of(ErasureTarget target) {
    VersionData data = base.content().data();
    ModelName model = base.id().model();
    BiPredicate<String, String> isNew = (user, item) -> data.find(user, item) < 0;
    return new Count(
        rows.count(model, target, read, isNew), rows.count(model, target, everRead, isNew),
        knows(data, target));
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
