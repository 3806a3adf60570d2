package io.lethe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.model.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {

  private static final ModelName MOVIES = new ModelName("movies");

  @TempDir private Path folder;

  @Test
  void write_errorInBetween_isRolledBackAndTheNextOneGoesOn() {
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("ledger.db"))) {
      assertThrows(StackOverflowError.class, () -> database.write(sql -> {
        ErasureTable.suppress(sql, MOVIES, Set.of("%064x".formatted(1)));
        throw new StackOverflowError("as any code may");
      }));
      Set<String> second = Set.of("%064x".formatted(2));
      int written = database.write(sql -> {
        ErasureTable.suppress(sql, MOVIES, second);
        return 1;
      });
      assertEquals(1, written);
      assertEquals(second, database.read(sql -> ErasureTable.tombstones(sql, MOVIES)));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_newFileOrOneThatEverybodyMayRead_isReadableByItsOwnerOnly() throws IOException {
    Path file = folder.resolve("ledger.db");
    for (String before : new String[]{"", "rw-r--r--"}) {
      if (!before.isEmpty()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(before));
      }
      try (SqliteDatabase database = SqliteDatabase.open(file)) {
        int _ = database.write(sql -> {
          ErasureTable.suppress(sql, MOVIES, Set.of("%064x".formatted(1)));
          return 1;
        });
        for (String name : new String[]{"ledger.db", "ledger.db-wal"}) {
          assertEquals(
              "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
              name);
        }
      }
    }
  }
}
