package io.lethe.engine.interaction;

import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.Repeats.Dated;
import io.lethe.engine.model.VersionData;
import org.jspecify.annotations.Nullable;

/** What a model's pairs of user and item have. */
@FunctionalInterface
interface PairValues {

  /** A pair's value and time; null if the model has no such interaction. */
  @Nullable
  Dated of(String user, String item);

  /** What a version has learned, and what came after it. */
  static PairValues of(ModelVersion version, RecentRows recent) {
    VersionData data = version.content().data();
    long end = version.manifest().training().logEnd();
    return (user, item) -> {
      Dated latest = recent.find(version.id().model(), user, item, end);
      return latest == null ? learned(data, user, item) : latest;
    };
  }

  private static @Nullable Dated learned(VersionData data, String user, String item) {
    int position = data.find(user, item);
    return position < 0 ? null : data.table().dated(position);
  }
}
