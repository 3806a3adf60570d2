package io.lethe.engine.recommend;

import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.interaction.VersionPopularity;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.Containment;

/** Interactions that came in after those that a version was made of. Thread-safe; quick. */
@FunctionalInterface
public interface RecentInteractions {

  /**
   * What a user did that is not learned. Asked once for each answer about a user, after
   * what is contained was looked up: what an erasure names must be gone from here when it is
   * contained no longer.
   *
   * @param learned rows of the model's log below this are learned; what was erased since is not learned
   *     and not recent
   * @return {@link RecentItems#EMPTY} if there is nothing
   */
  RecentItems of(ModelName model, String user, long learned);

  /**
   * A version's items by their interactions as of now; {@link RecentRows#popularity} says what it
   * costs. Where no recent interactions are held, without them.
   */
  default VersionPopularity popularity(ModelVersion version, Containment containment) {
    return VersionPopularity.of(version, containment);
  }

  /** Those that are held in memory. */
  static RecentInteractions of(RecentRows rows) {
    return new RecentInteractions() {
      @Override
      public RecentItems of(ModelName model, String user, long learned) {
        return rows.of(model, user, learned);
      }

      @Override
      public VersionPopularity popularity(ModelVersion version, Containment containment) {
        return rows.popularity(version, containment);
      }
    };
  }

  /** There are none. */
  static RecentInteractions none() {
    return (model, user, learned) -> RecentItems.EMPTY;
  }
}
