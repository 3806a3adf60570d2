package io.lethe.engine.alias.run;

import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.model.ModelName;
import java.util.Optional;

/**
 * The durable truth about aliases. Every method is one transaction; when one that changes something
 * returns, the change is synced to disk. Thread-safe. Throws {@link io.lethe.engine.LetheException} of
 * kind {@code STORAGE_FULL} or {@code STORAGE_FAILED} when the disk refuses: nothing changed then. What
 * the disk keeps back for erasures is refused to more aliases than a model has alone.
 */
public interface AliasLedger {

  /** The aliases of a model; empty if it has none. */
  Optional<AliasSet> find(ModelName model);

  /**
   * Puts these in place of all aliases of a model.
   *
   * @param aliases of committed versions; an empty set leaves nothing of the model, its key included
   */
  void save(ModelName model, AliasSet aliases);
}
