package io.lethe.engine.memory;

import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.model.ModelName;
import java.util.Optional;

/** Aliases in memory, on the disk of a ledger. */
final class InMemoryAliases implements AliasLedger {

  private final LedgerState state;
  private final FaultPlan faults;

  InMemoryAliases(LedgerState state, FaultPlan faults) {
    this.state = state;
    this.faults = faults;
  }

  @Override
  public Optional<AliasSet> find(ModelName model) {
    return faults.read("aliases.find", () -> {
      synchronized (state) {
        return Optional.ofNullable(state.aliases.get(model));
      }
    });
  }

  @Override
  public void save(ModelName model, AliasSet aliases) {
    var _ = faults.change("aliases.save", () -> {
      synchronized (state) {
        if (aliases.aliases().isEmpty()) {
          state.aliases.remove(model);
        } else {
          state.aliases.put(model, aliases);
        }
        return aliases;
      }
    });
  }
}
