package io.lethe.store.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileInstallationKeyStoreTest {

  @TempDir private Path root;
  private DataFolder folder;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private InstallationKeys keys() {
    return new FileInstallationKeyStore(folder.layout(), () -> true, new SecureRandom())
        .loadOrCreate();
  }

  @Test
  void loadOrCreate_again_theSameKeys() {
    InstallationKeys first = keys();
    InstallationKeys again = keys();
    assertArrayEquals(first.digestSecret(), again.digestSecret());
    assertEquals(first.signing().getPublic(), again.signing().getPublic());
    assertEquals(first.signing().getPrivate(), again.signing().getPrivate());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void loadOrCreate_newFile_isReadableByItsOwnerOnly() throws IOException {
    keys();
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("keys"))));
  }

  @Test
  void loadOrCreate_anyByteFlippedOrMissing_refusedAndNeverReplaced() throws IOException {
    keys();
    Path file = root.resolve("keys");
    byte[] whole = Files.readAllBytes(file);
    for (int position = 0; position < whole.length; position++) {
      Damage.flip(file, position, 0x10);
      refused();
      Damage.flip(file, position, 0x10);
    }
    assertArrayEquals(whole, Files.readAllBytes(file));
    Damage.cut(file, 1);
    refused();
    Damage.replace(file, new byte[0]);
    refused();
    assertEquals(0, Files.size(file));
  }

  private void refused() {
    LetheException refusal = assertThrows(LetheException.class, this::keys);
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("keys are damaged"), message);
    assertFalse(message.contains(root.toString()), message);
  }
}
