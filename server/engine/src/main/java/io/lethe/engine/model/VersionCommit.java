package io.lethe.engine.model;

/** Commits a version to the ledger, together with whatever must happen with it. */
@FunctionalInterface
public interface VersionCommit {

  /**
   * One transaction; see {@link VersionLedger#commitVersion}.
   *
   * @param expectedActive number of the version that must be active; 0 for none
   */
  void commit(VersionRecord next, long expectedActive);
}
