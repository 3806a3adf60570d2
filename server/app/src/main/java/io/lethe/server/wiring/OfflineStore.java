package io.lethe.server.wiring;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.server.config.ServerConfig;
import io.lethe.store.backup.Backup;
import io.lethe.store.backup.SuppressionFile;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.ledger.SqlErasureLedger;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A data folder without a server, for itself as long as it is open. */
public final class OfflineStore implements AutoCloseable {

  private final DataFolder folder;
  private final SqlErasureLedger ledger;
  private final InteractionIntake intake;
  private final InstallationKeys keys;
  private final InstantSource clock;

  @Inject
  OfflineStore(
      DataFolder folder, SqlErasureLedger ledger, InteractionIntake intake, InstallationKeys keys,
      InstantSource clock) {
    this.folder = folder;
    this.ledger = ledger;
    this.intake = intake;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Opens the folder of a configuration.
   *
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if a server has it
   */
  public static OfflineStore open(ServerConfig config) {
    return DaggerStoreComponent.factory().create(config).store();
  }

  /** Where the server listens that has the folder of a configuration now; empty if it is free. */
  public static Optional<String> serverOf(ServerConfig config) {
    return DataFolder.serverOf(config.dataFolder());
  }

  /** Takes interactions in. */
  public InteractionIntake intake() {
    return intake;
  }

  /** Copies everything to another folder, see {@link Backup}. */
  public Backup backup(Path target, Instant now) {
    return Backup.create(folder, ledger, target, now, ServerBuild.version());
  }

  /** Everything that was ever erased, as keyed digests. */
  public SuppressionFile suppressions() {
    return SuppressionFile
        .of(ledger, new SubjectDigests(keys.digestSecret()), FileLogAnchor.beside(folder));
  }

  /**
   * Remembers what was erased according to a file. What of it is there is erased at the next start.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if it is of another installation
   */
  public void suppress(SuppressionFile file) {
    String own = SuppressionFile.installation(new SubjectDigests(keys.digestSecret()));
    if (!own.equals(file.installation())) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "the suppression file is of another installation");
    }
    file.addTo(ledger);
  }

  /**
   * Writes into the audit trail what a command did.
   *
   * @param command such as {@code lethe import}
   * @param resource such as {@code models/movies}; empty for the whole folder
   */
  public void record(String command, String resource) {
    ledger.auditTrail()
        .add(new AuditEvent(clock.instant(), ErasureRequest.OPERATOR, command, resource, null));
  }

  /** The installation's keys. */
  public InstallationKeys keys() {
    return keys;
  }

  @Override
  public void close() {
    ledger.close();
    folder.close();
  }
}
