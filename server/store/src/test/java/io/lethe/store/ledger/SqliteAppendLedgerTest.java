package io.lethe.store.ledger;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.rows;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.interaction.AppendLedgerContract;
import io.lethe.engine.interaction.AppendOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAppendLedgerTest extends AppendLedgerContract {

  @TempDir private Path folder;
  private @Nullable SqlErasureLedger open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  protected AppendLedger reopen() {
    close();
    SqlErasureLedger next = new SqlErasureLedger(folder.resolve("ledger.sqlite"));
    open = next;
    return next.appends();
  }

  private boolean someFileHas(String text) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void settled_leavesNoIdInAnyFile() throws IOException {
    AppendLedger ledger = reopen();
    ledger.add(
        List.of(
            new Append(
                new UUID(1, 1), "digest", MOVIES, NOON, List.of(AppendOutcome.STORED),
                new Append.Placed(0, rows("ann-of-green-gables", "tea", 3)))),
        NOON);
    assertTrue(someFileHas("ann-of-green-gables"));
    ledger.settled(MOVIES, 1);
    assertFalse(someFileHas("ann-of-green-gables"));
  }
}
