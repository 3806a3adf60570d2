package io.lethe.engine.memory;

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
  /** In the order of acceptance: the n-th has the global number n + 1. */
  final List<ErasureId> order = new ArrayList<>();
  final Map<ErasureId, Erasure> erasures = new HashMap<>();
  final Map<ErasureId, ErasureTarget> targets = new HashMap<>();
  final Map<ErasureId, List<String>> tombstones = new HashMap<>();
  final Map<VersionId, DestroyedVersion> destroyed = new LinkedHashMap<>();
  final Map<ModelName, Set<String>> suppressed = new HashMap<>();
  final Set<ModelName> deleted = new TreeSet<>();

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
    copy.order.addAll(order);
    copy.erasures.putAll(erasures);
    copy.targets.putAll(targets);
    copy.tombstones.putAll(tombstones);
    copy.destroyed.putAll(destroyed);
    copy.appends.putAll(appends);
    copy.unsettled.addAll(unsettled);
    catalogs.forEach((model, entries) -> copy.catalogs.put(model, new TreeMap<>(entries)));
    copy.catalogNumber = catalogNumber;
    copy.leaves.addAll(leaves);
    copy.commitmentKeys.putAll(commitmentKeys);
    copy.receiptTree = receiptTree;
    copy.deleted.addAll(deleted);
    suppressed.forEach((model, digests) -> copy.suppressed(model).addAll(digests));
    return copy;
  }

  Set<String> suppressed(ModelName model) {
    return suppressed.computeIfAbsent(model, absent -> new HashSet<>());
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
