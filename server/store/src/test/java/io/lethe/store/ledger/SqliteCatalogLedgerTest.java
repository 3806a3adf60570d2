package io.lethe.store.ledger;

import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.catalog.CatalogLedgerContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogLedgerTest extends CatalogLedgerContract {

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
  protected CatalogLedger reopen() {
    close();
    SqlErasureLedger next = new SqlErasureLedger(folder.resolve("ledger.sqlite"));
    open = next;
    return next.catalogs();
  }
}
