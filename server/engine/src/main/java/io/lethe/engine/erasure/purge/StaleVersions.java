package io.lethe.engine.erasure.purge;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.AliasedVersions;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.DestroyedVersion.Reason;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionConsolidation;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.vectors.VectorInbox;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Destroys checkpoints that must not or need not be kept, and vectors that wait to become one. Thread-safe;
 * repeatable.
 */
public final class StaleVersions {

  private final VersionLedger ledger;
  private final CheckpointStore checkpoints;
  private final VectorInbox vectors;
  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final VersionConsolidation consolidation;
  private final KeptTrainings kept;
  private final AliasedVersions aliases;
  private final InstantSource clock;
  private final Failpoints failpoints;

  /**
   * A cleaner.
   *
   * @param kept says what stays
   * @param clock tells when a version was gone
   */
  public StaleVersions(
      VersionLedger ledger, CheckpointStore checkpoints, VectorInbox vectors,
      ModelRegistry registry, VersionPublisher publisher, VersionConsolidation consolidation,
      KeptTrainings kept, AliasedVersions aliases, InstantSource clock, Failpoints failpoints) {
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.vectors = vectors;
    this.registry = registry;
    this.publisher = publisher;
    this.consolidation = consolidation;
    this.kept = kept;
    this.aliases = aliases;
    this.clock = clock;
    this.failpoints = failpoints;
  }

  /** Runs a removal, {@link #destroy} among them; see {@link CheckpointStore#unlessCopied}. */
  public boolean unlessCopied(Runnable removal) {
    return checkpoints.unlessCopied(removal);
  }

  /**
   * Says what stays, and takes out of it what was erased; see {@link KeptTrainings#choose}. Destroys
   * nothing.
   *
   * @param renewing false to let nothing stay that still holds what was erased
   */
  public Kept keep(ModelName model, boolean renewing) {
    return kept.choose(model, renewing);
  }

  /**
   * Destroys all that does not stay, so that no version is left with data whose erasure the kept ones
   * reflect; wipes retired ones from memory. The active one is consolidated before, so that it does not
   * tell what they knew. One that answered when it was said what stays, or was made since, and was
   * replaced before it was consolidated, tells that still: it goes. So do checkpoints whose commit failed,
   * and vectors that wait. Call it when they are drained.
   */
  public void destroy(ModelName model, Kept stays) {
    vectors.clear(model);
    destroyUncommitted(model);
    Optional<VersionId> answering = ledger.active(model).map(VersionRecord::id);
    consolidation.consolidate(model);
    registry.wipeRetired(model);
    Optional<VersionRecord> active = ledger.active(model);
    if (active.isEmpty()) {
      return;
    }
    active.map(VersionRecord::id)
        .filter(id -> answering.filter(id::equals).isPresent())
        .ifPresent(kept::consolidated);
    long position = active.get().manifest().erasurePosition();
    // The oldest first: what was written as a difference to it takes its place at that cost.
    for (VersionRecord version : ledger.stored(model).reversed()) {
      if (version.id().equals(active.get().id())
          || (stays.contains(version.id()) && kept.isConsolidated(version)) || goesOn(version)) {
        continue;
      }
      if (version.manifest().erasurePosition() < position) {
        // It can never be activated again: the position of the active version never falls.
        failpoints.hit(Failpoint.DESTROY_BEFORE);
        destroy(version, Reason.HELD_ERASED_DATA);
      } else {
        destroyUnlessActive(version);
      }
    }
    // Aliases may have left versions meanwhile.
    registry.wipeRetired(model);
  }

  /** In the lane of publications, where no checkpoint waits for its commit. */
  private void destroyUncommitted(ModelName model) {
    boolean _ = publisher.exclusively(model, () -> {
      orphans(model).forEach(checkpoints::destroy);
      return true;
    });
  }

  /**
   * Whether an alias has come to name a version since it was said what stays, or goes on naming one that
   * was active then. It reflects what those reflect; if its file may tell what it forgot, it goes all the
   * same, and the alias follows.
   */
  private boolean goesOn(VersionRecord version) {
    if (!isNamed(version.id())) {
      return false;
    }
    if (!kept.isConsolidated(version)) {
      kept.follow(version);
      return false;
    }
    return true;
  }

  private boolean isNamed(VersionId id) {
    return aliases.versions(id.model()).contains(id.number());
  }

  /**
   * Both, unless everything is being copied.
   *
   * @return whether anything could be destroyed
   */
  public boolean tidy(ModelName model) {
    if (!unlessCopied(() -> {})) {
      // What is made to stay would be made in vain, and copied.
      return false;
    }
    Kept stays = keep(model, true);
    return unlessCopied(() -> destroy(model, stays));
  }

  /** The record comes last: what it says is so, whatever happens in between. */
  private void destroy(VersionRecord version, Reason reason) {
    checkpoints.destroy(version.id());
    failpoints.hit(Failpoint.DESTROY_BEFORE_MARK);
    ledger.recordDestroyed(DestroyedVersion.of(version, clock.instant(), reason));
  }

  /** Marked first and in the lane of publications, so that no activation finds half a version. */
  private void destroyUnlessActive(VersionRecord version) {
    VersionId id = version.id();
    boolean marked = publisher.exclusively(id.model(), () -> {
      boolean answers = isNamed(id)
          || ledger.active(id.model()).filter(now -> now.id().equals(id)).isPresent();
      if (!answers) {
        ledger.markDestroyed(id);
      }
      return !answers;
    });
    if (marked) {
      failpoints.hit(Failpoint.SURPLUS_AFTER_MARK);
      destroy(version, Reason.NOT_KEPT);
    }
  }

  /** Checkpoints of a model that were written and never committed. */
  public List<VersionId> orphans(ModelName model) {
    Set<VersionId> stored = new HashSet<>();
    ledger.stored(model).forEach(version -> stored.add(version.id()));
    return checkpoints.list(model).stream().filter(id -> !stored.contains(id)).toList();
  }

  /**
   * Holds the ledger against checkpoints that it does not know.
   *
   * @param known position of the last erasure that was accepted of the model
   * @throws LetheException of kind {@code STORAGE_FAILED} if one reflects an erasure beyond:
   *     acknowledged erasures are lost
   */
  public void checkKnown(List<VersionId> orphans, long known) {
    orphans.forEach(orphan -> checkKnown(orphan, known));
  }

  /**
   * Destroys checkpoints that were never committed, and ends what a crash cut short: versions marked
   * destroyed are gone after this, and recorded.
   */
  public void destroyOrphans(ModelName model, List<VersionId> orphans) {
    orphans.forEach(checkpoints::destroy);
    Set<VersionId> recorded = new HashSet<>();
    ledger.destroyed(model, 0, Long.MAX_VALUE).forEach(gone -> recorded.add(gone.id()));
    ledger.versions(model)
        .stream()
        .filter(version -> version.destroyed() && !recorded.contains(version.id()))
        .forEach(version -> destroy(version, Reason.NOT_KEPT));
  }

  /** Destroys every checkpoint of a model that the ledger holds as deleted. */
  public void destroyDeleted(ModelName model) {
    Set<VersionId> recorded = new HashSet<>();
    ledger.destroyed(model, 0, Long.MAX_VALUE).forEach(gone -> recorded.add(gone.id()));
    ledger.versions(model)
        .stream()
        .filter(version -> !recorded.contains(version.id()))
        .forEach(version -> destroy(version, Reason.MODEL_DELETED));
    checkpoints.list(model).forEach(checkpoints::destroy);
    vectors.clear(model);
  }

  /** A version is made of erasures that were accepted: its checkpoint witnesses them. */
  private void checkKnown(VersionId orphan, long known) {
    long reflected;
    try {
      reflected = checkpoints.read(orphan).checkpoint().manifest().erasurePosition();
    } catch (LetheException unreadable) {
      if (unreadable.kind() != ErrorKind.CHECKPOINT_DAMAGED) {
        throw unreadable;
      }
      // Damaged before it was committed: it witnesses nothing, and goes.
      return;
    }
    if (reflected > known) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED,
          ("%s reflects erasures up to position %d, and the ledger knows them up to %d: erasures that"
              + " were acknowledged are missing from it. Nothing was deleted. Move the ledger away and"
              + " restore a backup with what was erased since (lethe restore BACKUP --suppressions"
              + " FILE), then send the erasures newer than that file again")
              .formatted(orphan, reflected, known));
    }
  }
}
