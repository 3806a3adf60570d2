package io.lethe.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.store.sql.SqlStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {

  @TempDir private Path folder;

  private static int insert(SqlStatements sql, String model) throws SQLException {
    return sql.update("INSERT INTO deleted_model (model) VALUES (?)", model);
  }

  @Test
  void write_errorInBetween_isRolledBackAndTheNextOneGoesOn() {
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("ledger.db"))) {
      assertThrows(StackOverflowError.class, () -> database.write(sql -> {
        insert(sql, "lost");
        throw new StackOverflowError("as any code may");
      }));
      int written = database.write(sql -> insert(sql, "kept"));
      assertEquals(1, written);
      assertEquals(
          List.of("kept"), database
              .read(sql -> sql.all("SELECT model FROM deleted_model", row -> row.getString(1))));
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
        int _ = database.write(sql -> insert(sql, "model" + before.length()));
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
