package io.lethe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.model.ModelName;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
}
