package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.StoredVersions;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.Lineage;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Earlier versions, brought into memory if nothing that was erased since is in them. Thread-safe. */
record EarlierVersions(
    ErasureLedger ledger, ModelRegistry registry, ReceiptLog receipts, VersionLoader loader,
    Suppression suppression) implements StoredVersions {

  @Override
  public ModelVersion fit(VersionId id) {
    receipts.requireTrusted();
    VersionRecord active = active(id.model());
    VersionRecord wanted = committed(id);
    check(wanted, active);
    Optional<ModelVersion> answers = registry.answering(id);
    return answers.isPresent() ? answers.get() : clean(loader.load(wanted), active);
  }

  @Override
  public ModelVersion answered(VersionId id) {
    return clean(stored(id), active(id.model()));
  }

  /**
   * A version that is not destroyed, whatever was erased since it was made.
   *
   * @throws LetheException of kind {@code VERSION_NOT_FOUND} (never made, or destroyed), {@code
   *     CHECKPOINT_DAMAGED}, {@code PLUGIN_NOT_FOUND}, {@code PLUGIN_FAILED}, {@code STORAGE_FAILED}
   */
  ModelVersion stored(VersionId id) {
    VersionRecord record = committed(id);
    if (record.destroyed()) {
      throw missing(id, "is destroyed");
    }
    return loader.load(record);
  }

  /** The version that is active according to the ledger. */
  VersionRecord active(ModelName model) {
    return ledger.active(model)
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.MODEL_NOT_FOUND, "there is no model " + model,
                Map.of("model", model.value())));
  }

  private VersionRecord committed(VersionId id) {
    return ledger.versions(id.model())
        .stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(() -> missing(id, "was never made"));
  }

  private ModelVersion clean(ModelVersion loaded, VersionRecord active) {
    if (!suppression.in(loaded).isEmpty()) {
      throw holdsErasedData(loaded.record(), active);
    }
    return loaded;
  }

  private void check(VersionRecord wanted, VersionRecord active) {
    if (wanted.manifest().erasurePosition() < active.manifest().erasurePosition()) {
      throw holdsErasedData(wanted, active);
    }
    if (wanted.destroyed()) {
      throw missing(wanted.id(), "is destroyed");
    }
  }

  private LetheException holdsErasedData(VersionRecord wanted, VersionRecord active) {
    return new LetheException(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        wanted.id() + " was made before an erasure and " + whatNow(wanted, active),
        Map.of("version", wanted.id().toString()));
  }

  private String whatNow(VersionRecord wanted, VersionRecord active) {
    if (!wanted.destroyed()) {
      return "would bring its data back; rebasing it makes a new version without that data, which"
          + " answers at once. When the erasure completes, it is destroyed; if it is one of those"
          + " kept to go back to (versions.kept), a version without that data takes its place";
    }
    Optional<VersionId> same = rebased(wanted, active);
    if (same.isEmpty()) {
      return "is destroyed, and so is every other version of its training; activate another version,"
          + " or train again";
    }
    return "is destroyed; " + same.get()
        + (same.get().equals(active.id()) ? ", which answers," : "")
        + " is of the same training, without what was erased";
  }

  /** The newest version of the same training that can answer. */
  private Optional<VersionId> rebased(VersionRecord wanted, VersionRecord active) {
    List<VersionRecord> all = ledger.versions(wanted.id().model());
    Lineage lineage = Lineage.of(all);
    VersionId training = lineage.trainingOf(wanted.id());
    long position = active.manifest().erasurePosition();
    return all.stream()
        .filter(
            version -> !version.destroyed() && version.manifest().erasurePosition() >= position
                && lineage.trainingOf(version.id()).equals(training))
        .map(VersionRecord::id)
        .findFirst();
  }

  private static LetheException missing(VersionId id, String why) {
    return new LetheException(
        ErrorKind.VERSION_NOT_FOUND, id + " " + why, Map.of("version", id.toString()));
  }
}
