package io.lethe.engine.alias.run;

import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;

/** Brings versions into memory for aliases. */
public interface StoredVersions {

  /**
   * A version that may begin to answer. O(its parameters and interactions).
   *
   * @throws io.lethe.engine.LetheException of kind {@code MODEL_NOT_FOUND}, {@code VERSION_NOT_FOUND},
   *     {@code VERSION_HOLDS_ERASED_DATA}, {@code RECEIPT_LOG_INCONSISTENT}, {@code
   *     CHECKPOINT_DAMAGED}, {@code PLUGIN_NOT_FOUND}, {@code PLUGIN_FAILED}, {@code STORAGE_FAILED}
   */
  ModelVersion fit(VersionId id);

  /**
   * A version that answered: it may hold what open erasures name, which is contained, and nothing that
   * was erased before. Costs and throws as {@link #fit}.
   */
  ModelVersion answered(VersionId id);
}
