package io.lethe.engine.erasure.purge;

import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import java.util.Optional;

/** Takes out of a stored version that does not answer what was erased since it was made. */
@FunctionalInterface
public interface Renewal {

  /**
   * Stores a new version without that, or finds that the given one holds nothing of it. The given one
   * stays as it is.
   *
   * @return the version that has forgotten; empty if only a training could make it
   * @throws io.lethe.engine.LetheException of kind {@code CHECKPOINT_DAMAGED}, {@code
   *     PLUGIN_NOT_FOUND}, {@code PLUGIN_FAILED} (it took too long, too), {@code OVERLOADED}, {@code
   *     CONCURRENT_CHANGE}, {@code CANCELLED}, {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  Optional<VersionId> renew(VersionRecord earlier);
}
