package io.lethe.engine.recommend;

import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.model.ModelVersion;

/** Interactions that came in after those that a version was made of. Thread-safe; quick. */
@FunctionalInterface
public interface RecentInteractions {

  /**
   * What a user did that a version has not learned. Asked once for each answer about a user, after
   * what is contained was looked up: what an erasure names must be gone from here when it is contained
   * no longer.
   *
   * @param version it has learned the rows of its model's log below {@code
   *     manifest().training().logEnd()}; what was erased since is not learned and not recent
   * @return {@link RecentItems#EMPTY} if there is nothing
   */
  RecentItems of(ModelVersion version, String user);

  /** There are none. */
  static RecentInteractions none() {
    return (version, user) -> RecentItems.EMPTY;
  }
}
