package io.lethe.engine.model;

import java.util.List;

/**
 * Versions on disk. A checkpoint that exists is complete: it appears at once and whole, or not at
 * all. Which of the checkpoints counts is not said here but in the {@link VersionLedger}: one that
 * was written and never committed is an orphan, which the engine destroys at start.
 *
 * <p>Thread-safe across models; calls for one model may overlap only if they concern different
 * versions. All methods throw {@link io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or
 * {@code STORAGE_FAILED} when the disk refuses; after that the call has had its whole effect or none.
 */
public interface CheckpointStore {

  /**
   * Writes a checkpoint. When this returns, content and name are synced: the checkpoint survives a
   * crash of process and machine. Cost: O(parameters + ids + state), or O(what differs from the
   * parent) if one is given and the two are shaped alike.
   *
   * <p>If a checkpoint of that version exists already (an orphan of an earlier attempt), it is
   * replaced; at every instant either the old or the new one is there, or neither.
   *
   * @return a SHA-256 that covers, directly or through others that it covers, every byte needed to
   *     read the checkpoint: 64 lower-case hexadecimal digits. It stays the version's for ever
   */
  String write(Checkpoint checkpoint);

  /**
   * Writes a checkpoint that is there already again, whole and with other content: the same version in
   * other numbers. What it held before is overwritten, and versions written as a difference to it are
   * made whole first. At every instant, and after a crash, one of the two can be read.
   *
   * @param digest the version's, which it keeps
   */
  void rewrite(Checkpoint checkpoint, String digest);

  /**
   * Reads a checkpoint and verifies every checksum; bit-equal to what was written, {@code sameIdsAs}
   * and {@code parent} excepted, which are null.
   *
   * @throws io.lethe.engine.LetheException of kind {@code VERSION_NOT_FOUND} if there is none, {@code
   *     CHECKPOINT_DAMAGED} with file name and reason (no path outside the store) if any byte is not
   *     as it was written
   */
  StoredCheckpoint read(VersionId id);

  /**
   * All complete checkpoints of a model, ascending; empty for an unknown model. Reads names only. Deletes
   * first what a failed change of the model's checkpoints could not take back, so none may be under way.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if that is still there
   */
  List<VersionId> list(ModelName model);

  /**
   * Deletes a checkpoint. When this returns, its files are gone and the directory is synced; data
   * shared with other versions stays for those: one that was written as a difference to this one no
   * longer needs it. What one that takes its place has in common with it need not be read or written, so
   * of a chain the oldest goes first. Deleting what is not there does nothing.
   */
  void destroy(VersionId id);

  /**
   * Runs what removes checkpoints or interactions that are committed, unless all of them are being
   * copied: then nothing is done, and it is to be asked again later.
   *
   * @return whether it ran
   */
  boolean unlessCopied(Runnable removal);
}
