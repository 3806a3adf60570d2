package io.lethe.store.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.simulated.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path root;

  private static String refusal(Path folder) {
    LetheException refusal = assertThrows(
        LetheException.class, () -> DataFolder.open(folder).close());
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void open_whileOpen_refusedNamingTheFolder() {
    Path folder = root.resolve("a").resolve("b");
    try (DataFolder first = DataFolder.open(folder)) {
      assertEquals(folder.toAbsolutePath(), first.path());
      String message = refusal(folder);
      assertTrue(message.contains("another server uses the data folder " + folder), message);
    }
    DataFolder.open(folder).close();
  }

  @Test
  void open_whileAnotherProcessHasIt_refusedUntilThatIsKilled() throws Exception {
    try (ChildProcess child = ChildProcess.start(LockHolder.class, root.toString())) {
      assertEquals("locked", child.readLine());
      assertEquals(Optional.of("127.0.0.1:7707"), DataFolder.serverOf(root));
      assertTrue(refusal(root).contains("another server"));
    }
    assertEquals(Optional.empty(), DataFolder.serverOf(root));
    DataFolder.open(root).close();
    assertEquals("", Files.readString(root.resolve("lock")), "of a server that is gone");
  }

  /** Holds a data folder until it is killed. */
  static final class LockHolder {

    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (DataFolder folder = DataFolder.open(Path.of(arguments[0]))) {
        folder.announce("127.0.0.1:7707");
        System.out.println("locked");
        int ended = System.in.read();
        System.out.println(folder.path() + " given free after " + ended);
      }
    }
  }

  @Test
  void open_folderIsAFile_refused() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertEquals("the data folder %s is a file, not a folder".formatted(file), refusal(file));
    Path inside = file.resolve("data");
    assertTrue(refusal(inside).contains("data folder " + inside), refusal(inside));
    assertFalse(refusal(inside).contains("Exception"), refusal(inside));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_newFolder_isReadableByItsOwnerOnly() throws IOException {
    Path folder = root.resolve("new");
    DataFolder.open(folder).close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }
}
