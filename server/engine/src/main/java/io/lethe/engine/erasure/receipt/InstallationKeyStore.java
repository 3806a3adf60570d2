package io.lethe.engine.erasure.receipt;

/** Where an installation's keys are kept, readable by the server's own account only. */
public interface InstallationKeyStore {

  /**
   * The installation's keys; made from the system's secure randomness and synced to disk the first
   * time, the same ones ever after.
   *
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if they cannot be read or
   *     written, or are damaged: never replaced by new ones, which would orphan every tombstone
   */
  InstallationKeys loadOrCreate();
}
