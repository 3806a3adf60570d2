package io.lethe.engine.interaction;

import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.model.ModelName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model's pairs of user and item have.
 *
 * @param learned by the active version; null if there is none
 * @param end how many rows of the log the version's training read
 * @param recent what came after it
 */
record PairValues(ModelName model, @Nullable VersionData learned, long end, RecentRows recent) {

  /** What a pair has; null if the model has no such interaction. */
  @Nullable
  Dated of(String user, String item) {
    Dated latest = recent.find(model, user, item, end);
    if (latest != null || learned == null) {
      return latest;
    }
    int position = learned.find(user, item);
    return position < 0 ? null : learned.table().dated(position);
  }

  /** The model's event types; some that only erased or replaced interactions had may be among them. */
  Set<String> eventTypes() {
    Set<String> types = new HashSet<>(recent.eventTypes(model));
    if (learned != null) {
      types.addAll(learned.table().events().names());
    }
    return types;
  }
}
