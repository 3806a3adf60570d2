package io.lethe.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail.AuditPage;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.store.folder.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditTrailTest {

  @TempDir private Path root;

  private static AuditEvent event(int number) {
    return new AuditEvent(
        PortFixtures.NOON.plusSeconds(number), "olga", "ActivateVersion",
        "models/movies/versions/" + number, number % 2 == 0 ? null : ErrorKind.MODEL_NOT_FOUND);
  }

  @Test
  void list_reopened_latestFirstEachOnce() {
    List<AuditEvent> added = new ArrayList<>();
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      for (int k = 0; k < 7; k++) {
        ledger.auditTrail().add(event(k));
        added.addFirst(event(k));
      }
    }
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      List<AuditEvent> listed = new ArrayList<>();
      long cursor = AuditPage.FIRST;
      while (cursor != 0) {
        AuditPage page = ledger.auditTrail().list(cursor, 3);
        listed.addAll(page.events());
        cursor = page.next();
      }
      assertEquals(added, listed);
    }
  }
}
