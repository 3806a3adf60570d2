package io.lethe.engine.erasure;

import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionPublisher;
import io.lethe.engine.model.VersionRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Destroys checkpoints that must not or need not be kept. Thread-safe; repeatable. */
public final class StaleVersions {

  private final VersionLedger ledger;
  private final CheckpointStore checkpoints;
  private final VersionPublisher publisher;
  private final int versionsKeptMax;
  private final Failpoints failpoints;

  /**
   * A cleaner.
   *
   * @param versionsKeptMax most checkpoints kept per model, the active one included
   */
  public StaleVersions(
      VersionLedger ledger, CheckpointStore checkpoints, VersionPublisher publisher,
      int versionsKeptMax, Failpoints failpoints) {
    if (versionsKeptMax < 1) {
      throw new IllegalArgumentException(versionsKeptMax + " versions kept; at least 1");
    }
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.publisher = publisher;
    this.versionsKeptMax = versionsKeptMax;
    this.failpoints = failpoints;
  }

  /**
   * Destroys every version that holds erased data (its erasure position is below the active one's),
   * and the oldest beyond the bound. Call it when they are drained.
   */
  public void destroy(ModelName model) {
    Optional<VersionRecord> active = ledger.active(model);
    if (active.isEmpty()) {
      return;
    }
    long position = active.get().manifest().erasurePosition();
    int kept = 1;
    for (VersionRecord version : ledger.stored(model)) {
      if (version.id().equals(active.get().id())) {
        continue;
      }
      if (version.manifest().erasurePosition() < position) {
        // It can never be activated again: the position of the active version never falls.
        failpoints.hit(Failpoint.DESTROY_BEFORE);
        checkpoints.destroy(version.id());
        failpoints.hit(Failpoint.DESTROY_BEFORE_MARK);
        ledger.markDestroyed(version.id());
      } else if (kept == versionsKeptMax) {
        destroyUnlessActive(version.id());
      } else {
        kept++;
      }
    }
  }

  /** Marked first and in the lane of publications, so that no activation finds half a version. */
  private void destroyUnlessActive(VersionId id) {
    boolean marked = publisher.exclusively(id.model(), () -> {
      boolean active = ledger.active(id.model()).filter(now -> now.id().equals(id)).isPresent();
      if (!active) {
        ledger.markDestroyed(id);
      }
      return !active;
    });
    if (marked) {
      failpoints.hit(Failpoint.SURPLUS_AFTER_MARK);
      checkpoints.destroy(id);
    }
  }

  /** Destroys checkpoints that were written and never committed, or marked destroyed and still there. */
  public void destroyOrphans(ModelName model) {
    Set<VersionId> committed = new HashSet<>();
    ledger.stored(model).forEach(version -> committed.add(version.id()));
    checkpoints.list(model)
        .stream()
        .filter(id -> !committed.contains(id))
        .forEach(checkpoints::destroy);
  }
}
