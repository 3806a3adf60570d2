package io.lethe.store;

import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.alias.run.AliasLedgerContract;
import io.lethe.engine.erasure.ErasureLedger;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAliasLedgerTest extends AliasLedgerContract {

  @TempDir private Path folder;
  private @Nullable SqliteErasureLedger open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private SqliteErasureLedger ledger() {
    close();
    SqliteErasureLedger next = new SqliteErasureLedger(folder.resolve("ledger.sqlite"));
    open = next;
    return next;
  }

  @Override
  protected ErasureLedger versions() {
    return ledger();
  }

  @Override
  protected AliasLedger reopen() {
    return ledger().aliases();
  }
}
