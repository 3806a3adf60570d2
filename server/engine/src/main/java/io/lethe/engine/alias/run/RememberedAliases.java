package io.lethe.engine.alias.run;

import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.model.ModelName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Aliases as they are in a ledger, each model's read once: who lists or measures them asks no disk and no
 * database. Nothing else writes to that ledger. Thread-safe.
 */
public final class RememberedAliases implements AliasLedger {

  private final AliasLedger ledger;
  private final Map<ModelName, Optional<AliasSet>> known = new ConcurrentHashMap<>();

  public RememberedAliases(AliasLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<AliasSet> find(ModelName model) {
    return known.computeIfAbsent(model, ledger::find);
  }

  @Override
  public void save(ModelName model, AliasSet aliases) {
    boolean[] saved = {false};
    try {
      var _ = known.compute(model, (same, before) -> {
        ledger.save(model, aliases);
        saved[0] = true;
        return aliases.aliases().isEmpty() ? Optional.empty() : Optional.of(aliases);
      });
    } finally {
      if (!saved[0]) {
        // The ledger may have it all the same: it is read anew.
        var _ = known.remove(model);
      }
    }
  }
}
