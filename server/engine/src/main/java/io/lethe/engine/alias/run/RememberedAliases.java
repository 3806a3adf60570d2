package io.lethe.engine.alias.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.model.ModelName;
import java.util.Optional;

/**
 * A ledger's aliases, kept in memory once they are read: a list or a measurement of them asks no disk and
 * no database. This is the ledger's only writer. Bounded, as callers may name models that there are not.
 * Thread-safe.
 */
public final class RememberedAliases implements AliasLedger {

  private static final int MODELS_MAX = 10_000;

  private final AliasLedger ledger;
  private final Cache<ModelName, Optional<AliasSet>> known = Caffeine.newBuilder()
      .maximumSize(MODELS_MAX)
      .executor(Runnable::run)
      .build();

  public RememberedAliases(AliasLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<AliasSet> find(ModelName model) {
    return known.asMap().computeIfAbsent(model, ledger::find);
  }

  @Override
  public void save(ModelName model, AliasSet aliases) {
    boolean[] saved = {false};
    try {
      var _ = known.asMap().compute(model, (same, before) -> {
        ledger.save(model, aliases);
        saved[0] = true;
        return aliases.aliases().isEmpty() ? Optional.empty() : Optional.of(aliases);
      });
    } finally {
      if (!saved[0]) {
        // The ledger may have saved it before it failed: the next look reads what it has.
        known.invalidate(model);
      }
    }
  }
}
