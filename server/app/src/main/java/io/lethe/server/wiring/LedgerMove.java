package io.lethe.server.wiring;

import io.lethe.server.config.ServerConfig;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.ledger.LedgerPlace;
import java.util.Optional;

/** Moves the ledger of a data folder that no server has. */
public final class LedgerMove {

  private LedgerMove() {}

  /**
   * Moves the ledger, or ends a move that was cut short.
   *
   * @param toDatabase to the database of {@code ledger.url}; else back into the data folder
   * @return how many rows it has; empty if it is there already
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if a server has the folder, or
   *     the database refuses
   */
  public static Optional<Long> run(ServerConfig config, boolean toDatabase) {
    try (
        DataFolder folder = DataFolder.open(config.dataFolder(), config.storage().reserveBytes())) {
      return new LedgerPlace(folder.layout(), config.storage().ledger()).move(toDatabase);
    }
  }
}
