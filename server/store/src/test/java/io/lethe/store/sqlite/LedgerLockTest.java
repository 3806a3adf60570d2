package io.lethe.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.simulated.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger itself is locked: a lock file that somebody deletes lets no second server in. */
class LedgerLockTest {

  @TempDir private Path root;

  private void assertInUse() {
    try (DataFolder second = DataFolder.open(root)) {
      LetheException refusal = assertThrows(
          LetheException.class, () -> new SqlErasureLedger(second).close());
      assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
      String told = String.valueOf(refusal.getMessage());
      assertTrue(told.contains("another server uses the data folder " + root), told);
      assertTrue(told.contains("ledger.sqlite"), told);
    }
  }

  @Test
  void open_lockFileDeletedWhileAnotherProcessServes_refusedUntilThatIsKilled() throws Exception {
    try (ChildProcess child = ChildProcess.start(Holder.class, root.toString())) {
      assertEquals("open", child.readLine());
      Files.delete(root.resolve("lock"));
      assertInUse();
    }
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      assertTrue(ledger.isEmpty());
    }
  }

  @Test
  void open_lockFileDeletedWhileThisProcessServes_refused() throws IOException {
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      Files.delete(root.resolve("lock"));
      assertInUse();
      assertTrue(ledger.isEmpty());
    }
  }

  /** Has a ledger open until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (DataFolder folder = DataFolder.open(Path.of(arguments[0]));
          SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
        System.out.println(ledger.isEmpty() ? "open" : "not empty");
        int ended = System.in.read();
        System.out.println(folder.path() + " given free after " + ended);
      }
    }
  }
}
