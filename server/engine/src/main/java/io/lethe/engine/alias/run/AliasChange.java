package io.lethe.engine.alias.run;

import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a change of a model's aliases durable and has calls answered so. Its callers take turns with
 * publications of the model.
 */
public record AliasChange(
    AliasLedger ledger, ModelRegistry registry, StoredVersions versions, Failpoints failpoints) {

  private static final Logger LOG = LoggerFactory.getLogger(AliasChange.class);

  /** Puts aliases in place of all of a model; what they name is in memory before they are answered. */
  void save(ModelName model, AliasSet aliases, List<ModelVersion> loaded) {
    ledger.save(model, aliases);
    failpoints.hit(Failpoint.ALIAS_AFTER_COMMIT);
    registry.answerBeside(model, aliases, loaded);
    var _ = registry.drained(model).thenRun(() -> registry.wipeRetired(model));
  }

  /**
   * A version that answers or answered; empty if it cannot be loaded, which the log says.
   *
   * @throws LetheException of kind {@code CANCELLED}, {@code SHUTTING_DOWN}
   */
  Optional<ModelVersion> loaded(VersionId id) {
    try {
      return Optional.of(registry.answering(id).orElseGet(() -> versions.answered(id)));
    } catch (LetheException failed) {
      return switch (failed.kind()) {
        case CANCELLED, SHUTTING_DOWN -> throw failed;
        default -> notLoaded(id, failed);
      };
    } catch (RuntimeException | OutOfMemoryError failed) {
      return notLoaded(id, failed);
    }
  }

  private static Optional<ModelVersion> notLoaded(VersionId id, Throwable why) {
    LOG.error("{} does not answer for its aliases", id, why);
    return Optional.empty();
  }
}
