package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.plugin.Plugins;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningState;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Brings a committed version back into memory, bit-equal to what it was. Thread-safe. */
final class VersionLoader {

  private final CheckpointStore checkpoints;
  private final ErasureLedger ledger;
  private final InteractionLog log;
  private final Plugins plugins;
  private final PluginContext context;
  private final InfluenceUnlearner unlearner;
  private final SubjectDigests digests;
  private final PluginGuard guard;

  VersionLoader(
      EnginePorts ports, Plugins plugins, PluginContext context, InfluenceUnlearner unlearner,
      SubjectDigests digests, PluginGuard guard) {
    this.checkpoints = ports.checkpoints();
    this.ledger = ports.ledger();
    this.log = ports.log();
    this.plugins = plugins;
    this.context = context;
    this.unlearner = unlearner;
    this.digests = digests;
    this.guard = guard;
  }

  /**
   * Loads.
   *
   * @throws LetheException of kind {@code CHECKPOINT_DAMAGED} if anything is not as it was committed;
   *     {@code PLUGIN_NOT_FOUND}, {@code PLUGIN_FAILED}, {@code STORAGE_FAILED}
   */
  ModelVersion load(VersionRecord record) {
    StoredCheckpoint stored = checkpoints.read(record.id());
    if (!stored.digest().equals(record.digest())) {
      throw damaged(record, "its digest is not the one that was committed", null);
    }
    Checkpoint checkpoint = stored.checkpoint();
    RecommenderPlugin plugin = plugins.maker(
        checkpoint.artifact().plugin(), record.manifest().pluginVersion(),
        record.manifest().pluginDigest());
    VersionData data = data(record.manifest(), EntityIndex.of(checkpoint.ids()));
    if (data.live().size() != record.manifest().counts().interactions()) {
      throw damaged(
          record, "the log holds %d of its %d interactions"
              .formatted(data.live().size(), record.manifest().counts().interactions()),
          null);
    }
    RecommenderModel model = guard
        .solve(plugin, () -> plugin.load(checkpoint.artifact(), data.trained(), context));
    UnlearningState state = state(record, checkpoint, model, data);
    return new ModelVersion(record, new VersionContent(plugin, model, data, state));
  }

  private @Nullable UnlearningState state(
      VersionRecord record, Checkpoint checkpoint, RecommenderModel model, VersionData data) {
    if (!(model instanceof DifferentiableModel differentiable)
        || checkpoint.unlearningState().length == 0) {
      return null;
    }
    try {
      return unlearner.restore(checkpoint.unlearningState(), differentiable, data.trained());
    } catch (IllegalArgumentException unfit) {
      throw damaged(record, "its unlearning state does not fit: " + unfit.getMessage(), unfit);
    }
  }

  /** Rows whose erasure the version reflects may still be in the log. */
  private VersionData data(VersionManifest manifest, EntityIndex index) {
    ModelName model = manifest.id().model();
    long end = log.end(model);
    if (end < manifest.training().logEnd()) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          "%s: the interaction log of %s has %d rows, and the version was made from %d: the file of the"
              .formatted(manifest.id(), model, end, manifest.training().logEnd())
              + " last rows is missing from models/%s/interactions; restore it from a backup"
                  .formatted(model),
          Map.of("version", manifest.id().toString()));
    }
    InteractionColumns rows = log.read(model, manifest.training().logEnd());
    ValidationSplit split = ValidationSplit.of(manifest.training());
    RowsLeftOut leftOut = new RowsLeftOut(rows, manifest, ledger.open(model));
    for (IntPredicate candidate : leftOut.candidates()) {
      VersionData data = VersionDataReader.forVersion(rows, candidate, index, split);
      if (data.live().size() == manifest.counts().interactions()) {
        return data;
      }
    }
    // More than it was made of: a log from a backup, whose erased rows are purged again after this.
    IntPredicate erased = digests.erased(model, rows, ledger.tombstones(model));
    return VersionDataReader.forVersion(
        rows, leftOut.candidates().getFirst().or(erased.and(leftOut.kept().negate())), index,
        split);
  }

  private static LetheException damaged(
      VersionRecord record, String what, @Nullable Throwable cause) {
    return new LetheException(
        ErrorKind.CHECKPOINT_DAMAGED, "%s: %s".formatted(record.id(), what),
        Map.of("version", record.id().toString()), cause);
  }
}
