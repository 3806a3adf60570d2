package io.lethe.store.backup;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.version;
import static io.lethe.store.backup.TestStore.on;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.ledger.SqlErasureLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that were cut short, and damaged files of suppressions. */
class RestoredFolderTest {

  @TempDir private Path root;
  private Path data;

  @BeforeEach
  void makeData() {
    data = root.resolve("data");
    on(data, store -> {
      store.log().append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
      store.ledger().commitVersion(version(MOVIES, 1, 0), 0);
      return 0;
    });
  }

  @Test
  void read_damagedSuppressionFile_isRefused() throws IOException {
    Path file = root.resolve("suppressions.json");
    new SuppressionFile(
        "%064x".formatted(5), Map.of(MOVIES, Set.of("%064x".formatted(9))), Map.of(), "a note\n")
        .write(file);
    byte[] intact = Files.readAllBytes(file);
    for (int at = 0; at < intact.length; at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      LetheException refusal = assertThrows(LetheException.class, () -> SuppressionFile.read(file));
      assertEquals(ErrorKind.ARGUMENT_INVALID, refusal.kind());
    }
  }

  @Test
  void open_restoreCutShort_isFinished() throws IOException {
    byte[] keys = Files.readAllBytes(data.resolve("keys"));
    Path restored = Files.createDirectories(data.resolve("restored"));
    Files.createDirectory(restored.resolve("models"));
    SqlErasureLedger other = new SqlErasureLedger(restored.resolve("ledger.sqlite"));
    other.commitVersion(version(MOVIES, 7, 3), 0);
    other.close();
    Files.write(data.resolve("ledger.sqlite-wal"), new byte[]{1, 2, 3});
    on(data, store -> {
      assertEquals(7, store.ledger().active(MOVIES).orElseThrow().id().number());
      assertEquals(0, store.log().end(MOVIES));
      return 0;
    });
    assertFalse(Files.exists(restored));
    assertArrayEquals(keys, Files.readAllBytes(data.resolve("keys")));
  }

  @Test
  void open_restoreNeverCommitted_isThrownAway() throws IOException {
    Path half = Files.createDirectories(data.resolve(".tmp-restored/models"));
    on(data, store -> {
      assertEquals(2, store.log().end(MOVIES));
      return 0;
    });
    assertFalse(Files.exists(half));
  }
}
