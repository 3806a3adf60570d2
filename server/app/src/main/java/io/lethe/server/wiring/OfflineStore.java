package io.lethe.server.wiring;

import io.lethe.engine.erasure.InstallationKeys;
import io.lethe.engine.erasure.InteractionIntake;
import io.lethe.server.config.ServerConfig;
import io.lethe.store.DataFolder;
import io.lethe.store.SqliteErasureLedger;
import jakarta.inject.Inject;

/** A data folder without a server, for itself as long as it is open. */
public final class OfflineStore implements AutoCloseable {

  private final DataFolder folder;
  private final SqliteErasureLedger ledger;
  private final InteractionIntake intake;
  private final InstallationKeys keys;

  @Inject
  OfflineStore(
      DataFolder folder, SqliteErasureLedger ledger, InteractionIntake intake,
      InstallationKeys keys) {
    this.folder = folder;
    this.ledger = ledger;
    this.intake = intake;
    this.keys = keys;
  }

  /**
   * Opens the folder of a configuration.
   *
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if a server has it
   */
  public static OfflineStore open(ServerConfig config) {
    return DaggerStoreComponent.factory().create(config).store();
  }

  /** Takes interactions in. */
  public InteractionIntake intake() {
    return intake;
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
