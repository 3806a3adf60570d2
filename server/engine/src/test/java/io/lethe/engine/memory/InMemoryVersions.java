package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The versions of a ledger in memory. Its callers hold the state's monitor. */
final class InMemoryVersions {

  private final LedgerState state;

  InMemoryVersions(LedgerState state) {
    this.state = state;
  }

  Optional<VersionRecord> active(ModelName model) {
    return Optional.ofNullable(state.active.get(model)).map(state.versions::get);
  }

  List<VersionRecord> newestFirst(ModelName model) {
    return state.versions.values()
        .stream()
        .filter(version -> version.id().model().equals(model))
        .sorted(Comparator.comparingLong((VersionRecord v) -> v.id().number()).reversed())
        .toList();
  }

  Set<Long> answered(ModelName model) {
    return state.answered.stream()
        .filter(id -> id.model().equals(model))
        .map(VersionId::number)
        .collect(Collectors.toUnmodifiableSet());
  }

  void checkCommit(VersionRecord next, long expectedActive) {
    ModelName model = next.id().model();
    checkActive(model, expectedActive);
    boolean taken = state.versions.keySet()
        .stream()
        .anyMatch(id -> id.model().equals(model) && id.number() >= next.id().number());
    if (taken) {
      throw new LetheException(ErrorKind.CONCURRENT_CHANGE, next.id() + " is taken");
    }
    checkPosition(next);
  }

  void add(VersionRecord next) {
    state.versions.put(next.id(), next);
  }

  void apply(VersionRecord next) {
    add(next);
    point(next.id());
  }

  private void checkPosition(VersionRecord next) {
    long position = active(next.id().model()).map(active -> active.manifest().erasurePosition())
        .orElse(0L);
    if (next.manifest().erasurePosition() < position) {
      throw new LetheException(
          ErrorKind.VERSION_HOLDS_ERASED_DATA,
          "%s reflects erasures up to %d, the active version up to %d"
              .formatted(next.id(), next.manifest().erasurePosition(), position));
    }
  }

  void checkActive(ModelName model, long expected) {
    long actual = active(model).map(active -> active.id().number()).orElse(0L);
    if (actual != expected) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE,
          "version %d of %s is active, not %d".formatted(actual, model, expected));
    }
  }

  void activate(VersionId id, long expectedActive) {
    VersionRecord next = state.versions.get(id);
    if (next == null) {
      throw new LetheException(ErrorKind.VERSION_NOT_FOUND, id + " was never committed");
    }
    checkPosition(next);
    if (next.destroyed()) {
      throw new LetheException(ErrorKind.VERSION_NOT_FOUND, id + " is destroyed");
    }
    checkActive(id.model(), expectedActive);
    point(id);
  }

  private void point(VersionId id) {
    state.active.put(id.model(), id);
    state.answered.add(id);
  }

  void markDestroyed(VersionId id) {
    state.versions.computeIfPresent(id, (same, version) -> version.asDestroyed());
  }

  void recordDestroyed(DestroyedVersion gone) {
    markDestroyed(gone.id());
    state.destroyed.putIfAbsent(gone.id(), gone);
  }

  List<DestroyedVersion> destroyed(ModelName model, long from, long below) {
    return state.destroyed.values()
        .stream()
        .filter(gone -> gone.id().model().equals(model))
        .filter(gone -> gone.erasurePosition() >= from && gone.erasurePosition() < below)
        .sorted(Comparator.comparingLong(gone -> gone.id().number()))
        .toList();
  }
}
