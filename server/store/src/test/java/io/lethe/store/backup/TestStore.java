package io.lethe.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.subject.SubjectDigests;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A data folder opened. */
record TestStore(DataFolder folder, SqlErasureLedger ledger, FileInteractionLog log) {

  String installation() {
    return SuppressionFile.installation(digests());
  }

  SubjectDigests digests() {
    return new SubjectDigests(
        new FileInstallationKeyStore(folder.layout(), () -> true, new SecureRandom()).loadOrCreate()
            .digestSecret());
  }

  interface Work<T> {
    T with(TestStore store);
  }

  static <T> T on(Path folder, Work<T> work) {
    try (DataFolder opened = DataFolder.open(folder);
        SqlErasureLedger ledger = new SqlErasureLedger(opened)) {
      TestStore store = new TestStore(opened, ledger, new FileInteractionLog(opened));
      assertEquals(64, store.installation().length());
      return work.with(store);
    }
  }
}
