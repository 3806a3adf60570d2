package io.lethe.engine.interaction;

import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionData;

/** The values that a model's pairs of user and item have. */
@FunctionalInterface
interface PairValues {

  /** A pair's value; NaN if the model has no such interaction. */
  float of(String user, String item);

  /** What a version has learned, and what came after it. */
  static PairValues of(ModelVersion version, RecentRows recent) {
    VersionData data = version.content().data();
    long end = version.manifest().training().logEnd();
    return (user, item) -> {
      float latest = recent.value(version.id().model(), user, item, end);
      return Float.isNaN(latest) ? learned(data, user, item) : latest;
    };
  }

  private static float learned(VersionData data, String user, String item) {
    int position = data.find(user, item);
    return position < 0 ? Float.NaN : data.table().interactions().value(position);
  }
}
