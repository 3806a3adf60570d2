package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.purge.Lineage;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionListing;
import io.lethe.engine.model.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What models and versions there are, for people. Thread-safe. */
public final class ModelDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(ModelDirectory.class);

  private static final UUID NO_REQUEST = new UUID(0, 0);

  private final ErasureLedger ledger;
  private final InteractionLog log;
  private final InteractionIntake intake;
  private final ModelRegistry registry;

  ModelDirectory(EnginePorts ports, InteractionIntake intake, ModelRegistry registry) {
    this.intake = intake;
    this.ledger = ports.ledger();
    this.log = ports.log();
    this.registry = registry;
  }

  /**
   * Whether the ledger can be read now: while it cannot, nothing is erased, appended or trained. Costs the
   * search of one row.
   */
  public boolean isLedgerReadable() {
    try {
      var _ = ledger.findByRequest(NO_REQUEST);
      return true;
    } catch (LetheException unreadable) {
      return false;
    }
  }

  /** Every model that has interactions or a version, by name. */
  public Map<ModelName, ModelStatus> models() {
    Map<ModelName, ModelStatus> models = new TreeMap<>();
    for (ModelName model : log.models()) {
      models.put(model, new ModelStatus.Untrained());
    }
    models.putAll(registry.models());
    return models;
  }

  /**
   * One model.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}
   */
  public ModelStatus model(ModelName model) {
    ModelStatus status = models().get(model);
    if (status == null) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "there is no model " + model, Map.of("model", model.value()));
    }
    return status;
  }

  /**
   * How many interactions the training of the version that answers did not read; all of them where none
   * answers. Counted as by {@link InteractionIntake#notLearned}.
   *
   * @return empty if the disk does not tell
   */
  public OptionalLong unlearned(ModelName model) {
    long learned = registry.active(model)
        .map(active -> active.manifest().training().logEnd())
        .orElse(0L);
    try {
      return OptionalLong.of(intake.notLearned(model, learned));
    } catch (LetheException unreadable) {
      LOG.warn("how many interactions {} has cannot be told: {}", model, unreadable.getMessage());
      return OptionalLong.empty();
    }
  }

  /**
   * Up to which place in the erasure log a model has forgotten: the active version's; where none answers,
   * that of the last completed erasure.
   */
  public long erasurePosition(ModelName model) {
    return registry.active(model)
        .map(io.lethe.engine.model.ModelVersion::erasurePosition)
        .orElseGet(
            () -> ledger
                .list(
                    new ErasureFilter(
                        model, null, null, Set.of(ErasureState.COMPLETED), null, null),
                    ErasurePage.FIRST, 1)
                .erasures()
                .stream()
                .mapToLong(last -> last.facts().position())
                .findFirst()
                .orElse(0));
  }

  /**
   * Every version ever committed for a model, newest first.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}
   */
  public List<VersionListing> versions(ModelName model) {
    ModelStatus _ = model(model);
    long reflected = ledger.active(model)
        .map(active -> active.manifest().erasurePosition())
        .orElse(0L);
    VersionId answers = registry.active(model)
        .map(io.lethe.engine.model.ModelVersion::id)
        .orElse(null);
    Map<VersionId, Instant> gone = ledger.destroyed(model, 0, Long.MAX_VALUE)
        .stream()
        .collect(Collectors.toMap(DestroyedVersion::id, DestroyedVersion::time));
    List<VersionRecord> all = ledger.versions(model);
    Lineage lineage = Lineage.of(all);
    return all.stream().map(version -> {
      boolean holds = version.manifest().erasurePosition() < reflected;
      return new VersionListing(
          version, registry.stateOf(version.id()), version.id().equals(answers), holds,
          !holds && !version.destroyed(), lineage.trainingOf(version.id()), gone.get(version.id()));
    }).toList();
  }

  /** The version of the training that a version descends from: itself for a trained one. */
  public VersionId trainingOf(VersionId id) {
    return Lineage.of(ledger.versions(id.model())).trainingOf(id);
  }

  /**
   * One version.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND} or {@code VERSION_NOT_FOUND}
   */
  public VersionListing version(VersionId id) {
    return versions(id.model()).stream()
        .filter(version -> version.record().id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.VERSION_NOT_FOUND, "there is no " + id,
                Map.of("version", id.toString())));
  }
}
