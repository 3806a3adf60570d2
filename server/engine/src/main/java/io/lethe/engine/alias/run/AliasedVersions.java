package io.lethe.engine.alias.run;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import java.util.Optional;
import java.util.Set;

/** The versions that aliases name, which stay, and whose aliases follow what takes their place. */
public interface AliasedVersions {

  /** Numbers of the versions of a model that aliases name. */
  Set<Long> versions(ModelName model);

  /**
   * Remembers, for a process that dies of it, that a version is being made that takes the place of one.
   *
   * @return false if that was remembered already: a process died before it was forgotten
   */
  boolean begin(VersionId before);

  /** Forgets that a version was being made: it was given up in good order. */
  void giveUp(VersionId before);

  /**
   * Has the aliases of a version lead to the one that takes its place, and waits until no call is
   * answered by it any more.
   *
   * @param next of the same model; empty to take its aliases away
   * @param why they are taken away, if there is none or it cannot be loaded
   */
  void follow(VersionId before, Optional<VersionId> next, AliasDrop why);
}
