package io.lethe.store.postgres;

import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedgerContract;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider.Owner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What SQLite's ledger keeps, PostgreSQL's does. */
@ExtendWith(Postgres.class)
class PostgresErasureLedgerTest extends ErasureLedgerContract {

  private static final String FOLDER = "5f0f8f0e-1d3c-4b8e-9a51-6a0a3c1f9b10";

  private final DatabaseAccess access;
  private @Nullable SqlErasureLedger ledger;

  PostgresErasureLedgerTest(Postgres.Databases databases) {
    this.access = databases.emptied();
  }

  @AfterEach
  void close() {
    if (ledger != null) {
      ledger.close();
    }
  }

  @Override
  protected ErasureLedger reopen() {
    close();
    SqlErasureLedger opened = SqlErasureLedger.on(
        PostgresDatabase.open(access, new Owner(FOLDER, /* isNew= */ true), CommitWitness.none()));
    ledger = opened;
    return opened;
  }
}
