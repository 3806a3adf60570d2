package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.transparency.LogCheckpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What an in-memory ledger's disk holds; guarded by its own monitor. */
final class LedgerState {

  final Map<VersionId, VersionRecord> versions = new LinkedHashMap<>();
  final Map<ModelName, VersionId> active = new TreeMap<>();
  /** Those that were active at some time. */
  final Set<VersionId> answered = new HashSet<>();
  /** In the order of acceptance: the n-th has the global number n + 1. */
  final List<ErasureId> order = new ArrayList<>();
  final Map<ErasureId, Erasure> erasures = new HashMap<>();
  final Map<ErasureId, ErasureTarget> targets = new HashMap<>();
  final Map<ErasureId, List<String>> tombstones = new HashMap<>();
  final Map<VersionId, DestroyedVersion> destroyed = new LinkedHashMap<>();
  final Map<ModelName, Set<String>> suppressed = new HashMap<>();
  final Map<ModelName, Map<String, Again>> readmitted = new HashMap<>();
  final Set<ModelName> deleted = new TreeSet<>();

  /** A readmission, and how many erasures had been accepted before it. */
  record Again(int erasures, Tombstones.Readmission from) {}

  final Map<ModelName, AliasSet> aliases = new HashMap<>();
  final Map<ModelName, NavigableMap<String, CatalogLedger.Numbered>> catalogs = new HashMap<>();
  long catalogNumber;
  final Map<UUID, Append> appends = new LinkedHashMap<>();
  /** Appends whose rows no log is known to hold. */
  final Set<UUID> unsettled = new LinkedHashSet<>();

  /** By index. */
  final List<ErasureId> leaves = new ArrayList<>();
  final Map<ErasureId, CommitmentKey> commitmentKeys = new HashMap<>();
  Optional<LogCheckpoint> receiptTree = Optional.empty();

  /** A key of a receipt's commitment, and when it was stored. */
  record CommitmentKey(byte[] key, Instant stored) {}

  LedgerState copied() {
    LedgerState copy = new LedgerState();
    copy.versions.putAll(versions);
    copy.active.putAll(active);
    copy.answered.addAll(answered);
    copy.order.addAll(order);
    copy.erasures.putAll(erasures);
    copy.targets.putAll(targets);
    copy.tombstones.putAll(tombstones);
    copy.destroyed.putAll(destroyed);
    copy.aliases.putAll(aliases);
    copy.appends.putAll(appends);
    copy.unsettled.addAll(unsettled);
    catalogs.forEach((model, entries) -> copy.catalogs.put(model, new TreeMap<>(entries)));
    copy.catalogNumber = catalogNumber;
    copy.leaves.addAll(leaves);
    copy.commitmentKeys.putAll(commitmentKeys);
    copy.receiptTree = receiptTree;
    copy.deleted.addAll(deleted);
    readmitted.forEach((model, all) -> copy.readmitted(model).putAll(all));
    suppressed.forEach((model, digests) -> copy.suppressed(model).addAll(digests));
    return copy;
  }

  Set<String> suppressed(ModelName model) {
    return suppressed.computeIfAbsent(model, absent -> new HashSet<>());
  }

  Map<String, Again> readmitted(ModelName model) {
    return readmitted.computeIfAbsent(model, absent -> new HashMap<>());
  }

  /** Readmissions that no later erasure ends. */
  Map<String, Tombstones.Readmission> counting(ModelName model) {
    Map<String, Tombstones.Readmission> counting = new HashMap<>();
    readmitted(model).forEach((digest, again) -> {
      if (order.stream().skip(again.erasures()).noneMatch(id -> names(id, model, digest))) {
        counting.put(digest, again.from());
      }
    });
    return counting;
  }

  private boolean names(ErasureId id, ModelName model, String digest) {
    Erasure erasure = Objects.requireNonNull(erasures.get(id));
    return erasure.facts().model().equals(model) && erasure.state() != ErasureState.HELD
        && tombstones.getOrDefault(id, List.of()).contains(digest);
  }

  int readmit(ModelName model, List<String> digests, Tombstones.Readmission from) {
    if (digests.stream().anyMatch(digest -> isOpen(model, digest))) {
      throw new LetheException(ErrorKind.CONCURRENT_CHANGE, "an erasure has not ended");
    }
    Set<String> fresh = new HashSet<>(digests);
    fresh.retainAll(tombstones(model));
    fresh.removeAll(counting(model).keySet());
    fresh.forEach(digest -> readmitted(model).put(digest, new Again(order.size(), from)));
    return fresh.size();
  }

  void logBeginsAnew(ModelName model) {
    readmitted(model).replaceAll(
        (digest, again) -> new Again(
            again.erasures(), new Tombstones.Readmission(0, again.from().time())));
  }

  /** Whether an erasure that has not ended, and that no other takes up, names a digest. */
  private boolean isOpen(ModelName model, String digest) {
    return order.stream().anyMatch(id -> {
      Erasure erasure = Objects.requireNonNull(erasures.get(id));
      return erasure.facts().model().equals(model) && erasure.facts().retry().by() == null
          && erasure.state() != ErasureState.COMPLETED && erasure.state() != ErasureState.CANCELLED
          && tombstones.getOrDefault(id, List.of()).contains(digest);
    });
  }

  Set<String> tombstones(ModelName model) {
    Set<String> digests = new HashSet<>(suppressed(model));
    tombstones.forEach((id, some) -> {
      Erasure erasure = Objects.requireNonNull(erasures.get(id));
      if (erasure.facts().model().equals(model) && erasure.state() != ErasureState.HELD) {
        digests.addAll(some);
      }
    });
    return digests;
  }
}
