package io.lethe.store.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledger and keys are created in a new data folder, and nowhere else. */
class FirstStartTest {

  private static final ModelName SHOP = new ModelName("shop");

  @TempDir private Path root;

  /** What a server opens at a start, in its order; the digest secret. */
  private byte[] start() {
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      return new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom())
          .loadOrCreate()
          .digestSecret();
    }
  }

  private String refused(String missing) {
    LetheException refusal = assertThrows(LetheException.class, this::start);
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith(missing + " is missing or empty in the data folder"), message);
    return message;
  }

  private void importRows() {
    try (DataFolder folder = DataFolder.open(root)) {
      var _ = new FileInteractionLog(folder).append(SHOP, PortFixtures.rows("ann", "tea", 5));
    }
  }

  private void eraseSomebody() {
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      ledger.commitVersion(PortFixtures.version(SHOP, 1, 0), 0);
    }
  }

  @Test
  void start_newFolder_createsBothAndKeepsThem() {
    byte[] first = start();
    assertArrayEquals(first, start());
  }

  @Test
  void start_firstOneCutShortAtAnyPlace_goesOn() throws IOException {
    byte[] first = start();
    Files.delete(root.resolve("keys"));
    assertFalse(java.util.Arrays.equals(first, start()), "an empty ledger alone is a first start");
    Files.delete(root.resolve("keys"));
    Files.write(root.resolve("ledger.sqlite"), new byte[0]);
    assertEquals(first.length, start().length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void start_ledgerGoneOrEmptyBesideKeys_isRefusedAndChangesNothing(boolean gone)
      throws IOException {
    var _ = start();
    Path ledger = root.resolve("ledger.sqlite");
    Files.delete(ledger);
    if (!gone) {
      Files.write(ledger, new byte[0]);
    }
    assertTrue(refused("ledger.sqlite").contains("which holds keys"));
    assertEquals(!gone, Files.exists(ledger));
  }

  @Test
  void start_ledgerAndKeysGoneBesideInteractions_isRefused() throws IOException {
    var _ = start();
    importRows();
    Files.delete(root.resolve("ledger.sqlite"));
    Files.delete(root.resolve("keys"));
    assertTrue(refused("ledger.sqlite").contains("which holds models"));
  }

  @Test
  void start_onlyACheckpointOfReceiptsLeft_isRefused() throws IOException {
    Files.writeString(root.resolve("receipt-checkpoint"), "a note");
    assertTrue(refused("ledger.sqlite").contains("which holds receipt-checkpoint"));
  }

  @Test
  void start_keysGoneBesideInteractions_isRefusedAndSaysTheWayBack() throws IOException {
    var _ = start();
    importRows();
    Files.delete(root.resolve("keys"));
    String message = refused("keys");
    assertTrue(message.contains("from any backup") && message.contains("data/keys"), message);
    assertFalse(Files.exists(root.resolve("keys")));
  }

  @Test
  void start_keysGoneBesideALedgerThatHoldsSomething_isRefused() throws IOException {
    var _ = start();
    eraseSomebody();
    Files.delete(root.resolve("keys"));
    assertTrue(refused("keys").contains("which holds ledger.sqlite"));
  }
}
