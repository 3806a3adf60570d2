package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The durable truth about which versions exist and which one answers. Serializable: every method is
 * one transaction, and transactions happen one after the other. When a method that changes something
 * returns, the change is synced to disk; when it throws, nothing changed, and a later read says so.
 * Thread-safe. Throws {@link LetheException} of kind {@code STORAGE_FULL} or {@code
 * STORAGE_FAILED} when the disk refuses.
 */
public interface VersionLedger {

  /** Models that have at least one committed version, ascending. */
  List<ModelName> models();

  /** The version that answers for a model; empty if none was ever committed. */
  Optional<VersionRecord> active(ModelName model);

  /** Every version ever committed for a model, newest (highest number) first, destroyed included. */
  List<VersionRecord> versions(ModelName model);

  /** Those of them that are not destroyed, newest first. O(their number). */
  List<VersionRecord> stored(ModelName model);

  /** Numbers of a model's versions that were the active one at some time, destroyed included. */
  Set<Long> answered(ModelName model);

  /** The highest number ever committed for a model; 0 for none. */
  long lastNumber(ModelName model);

  /**
   * Adds a version and makes it the active one, both or neither.
   *
   * @param next a number above every committed one of its model; checked
   * @param expectedActive number of the version that must be active now; 0 for none
   * @throws LetheException of kind {@code CONCURRENT_CHANGE} if another one is
   *     active or the number is taken; {@code VERSION_HOLDS_ERASED_DATA} if its erasure position is
   *     below the active version's. The active erasure position of a model never falls
   */
  void commitVersion(VersionRecord next, long expectedActive);

  /**
   * Adds a version beside the active one, which stays.
   *
   * @param expectedActive as in {@link #commitVersion}
   * @throws LetheException as {@link #commitVersion}
   */
  void addVersion(VersionRecord next, long expectedActive);

  /**
   * Makes a committed version the active one.
   *
   * @param expectedActive as in {@link #commitVersion}
   * @throws LetheException of kind {@code VERSION_NOT_FOUND} if it was never
   *     committed; {@code VERSION_HOLDS_ERASED_DATA} if its erasure position is below the active
   *     version's; {@code VERSION_NOT_FOUND} if it is destroyed; {@code CONCURRENT_CHANGE} as above.
   *     Checked in this order
   */
  void activate(VersionId id, long expectedActive);

  /**
   * Takes a model's active version away and marks all its versions destroyed, and remembers that
   * their files are to be deleted. Numbers stay used. Repeating it does nothing.
   */
  void deleteModel(ModelName model);

  /** Deleted models whose files may still be there, ascending. */
  List<ModelName> deletedModels();

  /**
   * Refuses a model whose deletion has not ended: its files go with whatever is in them then. A caller
   * that holds the model's writer keeps a deletion from beginning meanwhile.
   *
   * @throws LetheException of kind {@code CONCURRENT_CHANGE}
   */
  default void requireNotDeleted(ModelName model) {
    if (deletedModels().contains(model)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "the model %s is being deleted; delete it again, or start the server".formatted(model),
          Map.of("model", model.value()));
    }
  }

  /** Remembers that a deleted model's files are gone. Repeating it does nothing. */
  void forgetDeletedModel(ModelName model);

  /**
   * Remembers that a version's checkpoint is about to go: it cannot be activated any more. Repeating it
   * does nothing.
   */
  void markDestroyed(VersionId id);

  /**
   * Remembers for ever that a version's checkpoint is gone, and marks it. Of several records of one
   * version the first stays.
   *
   * @param gone of a committed version
   */
  void recordDestroyed(DestroyedVersion gone);

  /**
   * What was destroyed of a model, by version number. For an erasure at position {@code p}, made on a
   * version that reflected position {@code b}, the versions from {@code b} below {@code p} are those
   * that held its data when it came.
   *
   * @param from lowest erasure position of a version that is told about
   * @param below position that is too high already
   */
  List<DestroyedVersion> destroyed(ModelName model, long from, long below);
}
