package io.lethe.engine.memory;

import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The versions' part of a ledger in memory, and how all its parts reach the state. */
abstract class InMemoryVersionLedger implements VersionLedger {

  final LedgerState state;
  final InMemoryVersions versions;
  final FaultPlan faults;

  InMemoryVersionLedger(LedgerState state, FaultPlan faults) {
    this.state = state;
    this.versions = new InMemoryVersions(state);
    this.faults = faults;
  }

  final <T> T read(String name, Supplier<T> work) {
    return faults.read(name, () -> locked(work));
  }

  final void change(String name, Runnable work) {
    faults.change(name, () -> locked(() -> {
      work.run();
      return name;
    }));
  }

  final <T> T locked(Supplier<T> work) {
    synchronized (state) {
      return work.get();
    }
  }

  @Override
  public List<ModelName> models() {
    return read("ledger.models", () -> List.copyOf(state.active.keySet()));
  }

  @Override
  public Optional<VersionRecord> active(ModelName model) {
    return read("ledger.active", () -> versions.active(model));
  }

  @Override
  public List<VersionRecord> versions(ModelName model) {
    return read("ledger.versions", () -> versions.newestFirst(model));
  }

  @Override
  public Set<Long> answered(ModelName model) {
    return read("ledger.answered", () -> versions.answered(model));
  }

  @Override
  public List<VersionRecord> stored(ModelName model) {
    return read(
        "ledger.stored",
        () -> versions.newestFirst(model)
            .stream()
            .filter(version -> !version.destroyed())
            .toList());
  }

  @Override
  public long lastNumber(ModelName model) {
    return read(
        "ledger.lastNumber",
        () -> versions.newestFirst(model)
            .stream()
            .mapToLong(v -> v.id().number())
            .findFirst()
            .orElse(0));
  }

  @Override
  public void commitVersion(VersionRecord next, long expectedActive) {
    change("ledger.commitVersion", () -> {
      versions.checkCommit(next, expectedActive);
      versions.apply(next);
    });
  }

  @Override
  public void addVersion(VersionRecord next, long expectedActive) {
    change("ledger.addVersion", () -> {
      versions.checkCommit(next, expectedActive);
      versions.add(next);
    });
  }

  @Override
  public void activate(VersionId id, long expectedActive) {
    change("ledger.activate", () -> versions.activate(id, expectedActive));
  }

  @Override
  public void deleteModel(ModelName model) {
    change("ledger.deleteModel", () -> {
      versions.newestFirst(model).forEach(version -> versions.markDestroyed(version.id()));
      state.active.remove(model);
      state.deleted.add(model);
    });
  }

  @Override
  public List<ModelName> deletedModels() {
    return read("ledger.deletedModels", () -> List.copyOf(state.deleted));
  }

  @Override
  public void forgetDeletedModel(ModelName model) {
    change("ledger.forgetDeletedModel", () -> {
      state.deleted.remove(model);
      state.logBeginsAnew(model);
    });
  }

  @Override
  public void markDestroyed(VersionId id) {
    change("ledger.markDestroyed", () -> versions.markDestroyed(id));
  }

  @Override
  public void recordDestroyed(DestroyedVersion gone) {
    change("ledger.recordDestroyed", () -> versions.recordDestroyed(gone));
  }

  @Override
  public List<DestroyedVersion> destroyed(ModelName model, long from, long below) {
    return read("ledger.destroyed", () -> versions.destroyed(model, from, below));
  }
}
