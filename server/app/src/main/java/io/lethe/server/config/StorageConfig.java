package io.lethe.server.config;

import io.lethe.store.sql.DatabaseAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and how things are kept.
 *
 * @param folder everything the server keeps
 * @param reserveBytes what must be free on its disk for anything new to be taken on
 * @param ledger the database that has the ledger; empty for the folder
 */
public record StorageConfig(Path folder, long reserveBytes, Optional<DatabaseAccess> ledger) {

  private static final long BYTES_PER_MB = 1 << 20;

  static final Setting<Integer> RESERVE_MB = Setting.of(
      "storage.reserve-mb", 256, Values.wholeNumber(0, 1 << 20),
      "megabytes that must be free for an erasure, an import or a training to be taken on, so that"
          + " erasures accepted before can be finished; at least the largest model's files");

  static final Setting<String> LEDGER_URL = Setting.of(
      "ledger.url", "", Values.textOrNone(),
      "database that has the ledger, such as jdbc:postgresql://host:5432/lethe, without a password; none:"
          + " a file in the data folder. 'lethe migrate-ledger' moves it");

  static final Setting<String> LEDGER_USER = Setting
      .of("ledger.user", "", Values.textOrNone(), "as whom the ledger's database is entered");

  static final Setting<String> LEDGER_PASSWORD_FILE = Setting.of(
      "ledger.password-file", "", Values.textOrNone(),
      "file that holds the password for the ledger's database; read at each connection");

  static final List<Setting<?>> ALL = List
      .of(RESERVE_MB, LEDGER_URL, LEDGER_USER, LEDGER_PASSWORD_FILE);

  static StorageConfig of(Configuration configuration) {
    return new StorageConfig(
        Path.of(configuration.get(Settings.DATA_FOLDER)),
        configuration.get(RESERVE_MB) * BYTES_PER_MB, ledger(configuration));
  }

  private static Optional<DatabaseAccess> ledger(Configuration configuration) {
    String passwordFile = configuration.get(LEDGER_PASSWORD_FILE);
    return Optional.of(configuration.get(LEDGER_URL))
        .filter(url -> !url.isEmpty())
        .map(
            url -> new DatabaseAccess(
                url, configuration.get(LEDGER_USER),
                passwordFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(passwordFile))));
  }
}
