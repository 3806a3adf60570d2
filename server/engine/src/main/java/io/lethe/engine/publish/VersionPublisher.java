package io.lethe.engine.publish;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.observe.EngineEvent;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.work.KeyedLocks;
import io.lethe.engine.work.StepTimer;
import io.lethe.spi.ModelArtifact;
import io.lethe.unlearning.UnlearningState;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one way by which versions come to answer: checkpoint first, then the ledger's commit, then the
 * registry. One at a time per model. A crash before the commit leaves an orphan checkpoint; a crash
 * after it leaves a version that the next start serves.
 */
public final class VersionPublisher {

  private final CheckpointStore checkpoints;
  private final VersionLedger ledger;
  private final ModelRegistry registry;
  private final InstantSource clock;
  private final EngineEvents events;
  private final Failpoints failpoints;
  private final KeyedLocks<ModelName> lanes = new KeyedLocks<>();

  public VersionPublisher(
      CheckpointStore checkpoints, VersionLedger ledger, ModelRegistry registry,
      InstantSource clock, EngineEvents events, Failpoints failpoints) {
    this.checkpoints = checkpoints;
    this.ledger = ledger;
    this.registry = registry;
    this.clock = clock;
    this.events = events;
    this.failpoints = failpoints;
  }

  /** Commits a version to the ledger, together with whatever must happen with it. */
  @FunctionalInterface
  public interface Commit {

    /**
     * One transaction; see {@link VersionLedger#commitVersion}.
     *
     * @param expectedActive number of the version that must be active; 0 for none
     */
    void commit(VersionRecord next, long expectedActive);
  }

  /** Runs something that no publication of the model may overlap. Reentrant. */
  public <T> T exclusively(ModelName model, Supplier<T> work) {
    return lanes.alone(model, work);
  }

  /**
   * Writes, commits and publishes a version.
   *
   * @param timer told about {@code checkpoint}, {@code commit} and {@code publish}
   * @throws LetheException of kind {@code CONCURRENT_CHANGE} if the draft's base does not answer any
   *     more: nothing was written; {@code STORAGE_FULL} or {@code STORAGE_FAILED}: nothing was
   *     committed
   */
  public Published publish(VersionDraft draft, Commit commit, StepTimer timer) {
    return exclusively(draft.model(), () -> publishExclusively(draft, commit, timer));
  }

  /**
   * Writes and commits a version beside the one that answers, which goes on answering.
   *
   * @throws LetheException as {@link #publish}
   */
  public ModelVersion keep(VersionDraft draft) {
    return exclusively(
        draft.model(), () -> new ModelVersion(
            committed(draft, ledger::addVersion, StepTimer.none()), draft.content()));
  }

  private VersionRecord committed(VersionDraft draft, Commit commit, StepTimer timer) {
    checkBase(draft);
    VersionManifest manifest = manifest(draft);
    String[] digest = new String[1];
    failpoints.hit(Failpoint.CHECKPOINT_BEFORE_WRITE);
    timer.time("checkpoint", () -> digest[0] = checkpoints.write(checkpoint(draft, manifest)));
    VersionRecord record = new VersionRecord(manifest, Objects.requireNonNull(digest[0]), false);
    long expected = expectedActive(draft);
    failpoints.hit(Failpoint.VERSION_BEFORE_COMMIT);
    timer.time("commit", () -> commit.commit(record, expected));
    failpoints.hit(Failpoint.VERSION_AFTER_COMMIT);
    VersionId parent = manifest.parent();
    events.tell(
        new EngineEvent.VersionMade(
            draft.model().value(), manifest.id().number(), manifest.origin().name(),
            parent == null ? 0 : parent.number(), manifest.plugin()));
    return record;
  }

  private Published publishExclusively(VersionDraft draft, Commit commit, StepTimer timer) {
    VersionRecord record = committed(draft, commit, timer);
    ModelVersion base = draft.base();
    Published[] published = new Published[1];
    timer.time("publish", () -> {
      ModelVersion next = new ModelVersion(record, draft.content());
      published[0] = new Published(next, registry.publish(base == null ? null : base.id(), next));
    });
    failpoints.hit(Failpoint.VERSION_PUBLISHED);
    return Objects.requireNonNull(published[0]);
  }

  /**
   * Puts another form of a version's content in its place, in memory and on disk; the version keeps its
   * name, digest and facts.
   *
   * @return false if another version answers by now, or another form of this one: nothing was done
   * @throws LetheException of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  boolean substitute(ModelVersion active, VersionContent content) {
    return exclusively(active.id().model(), () -> {
      if (!Objects.equals(registry.active(active.id().model()).orElse(null), active)) {
        return false;
      }
      Checkpoint checkpoint = new Checkpoint(
          active.manifest(), saved(content), content.data().index().ids(), state(content), null,
          null);
      failpoints.hit(Failpoint.CONSOLIDATE_BEFORE_REWRITE);
      checkpoints.rewrite(checkpoint, active.record().digest());
      failpoints.hit(Failpoint.CONSOLIDATE_AFTER_REWRITE);
      registry.substitute(active, new ModelVersion(active.record(), content));
      return true;
    });
  }

  /** Without a base the ledger may still name a version: one that could not be loaded. */
  private long expectedActive(VersionDraft draft) {
    ModelVersion base = draft.base();
    return base != null
        ? base.id().number()
        : ledger.active(draft.model()).map(active -> active.id().number()).orElse(0L);
  }

  private void checkBase(VersionDraft draft) {
    // Its content too: a base that was consolidated meanwhile has another, and so has its checkpoint.
    if (!Objects.equals(registry.active(draft.model()).orElse(null), draft.base())) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "the active version of " + draft.model() + " changed",
          Map.of("model", draft.model().value()));
    }
  }

  private VersionManifest manifest(VersionDraft draft) {
    long last = ledger.lastNumber(draft.model());
    VersionContent content = draft.content();
    return new VersionManifest(
        new VersionId(draft.model(), last + 1), draft.parent(), draft.origin(), clock.instant(),
        content.plugin().name(), content.plugin().version(),
        HostedPlugin.digestOf(content.plugin()), draft.training(), counts(content),
        draft.erasurePosition(), finite(draft.metrics()));
  }

  private static VersionCounts counts(VersionContent content) {
    VersionData data = content.data();
    long parameters = PluginCalls.call(content.plugin(), content.model()::parameterCount);
    return new VersionCounts(
        data.index().liveUsers(), data.index().liveItems(), data.live().size(), parameters);
  }

  private static Map<String, Double> finite(Map<String, Double> metrics) {
    return metrics.entrySet()
        .stream()
        .filter(metric -> Double.isFinite(metric.getValue()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Checkpoint checkpoint(VersionDraft draft, VersionManifest manifest) {
    VersionContent content = draft.content();
    ModelVersion base = draft.base();
    EntityIds ids = content.data().index().ids();
    VersionId sameIds = base != null && base.content().data().index().ids().equals(ids)
        ? base.id()
        : null;
    return new Checkpoint(
        manifest, saved(content), ids, state(content), sameIds,
        base != null && draft.derived() ? parent(base) : null);
  }

  private static Checkpoint.Parent parent(ModelVersion base) {
    VersionContent content = base.content();
    return new Checkpoint.Parent(
        base.id(), base.record().digest(), saved(content), content.data().index().ids(),
        state(content));
  }

  private static byte[] state(VersionContent content) {
    UnlearningState state = content.unlearning();
    return state == null ? new byte[0] : state.toBytes();
  }

  private static ModelArtifact saved(VersionContent content) {
    return PluginCalls.call(content.plugin(), () -> content.plugin().save(content.model()));
  }
}
