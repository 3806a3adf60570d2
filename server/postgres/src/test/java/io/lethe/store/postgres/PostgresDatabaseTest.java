package io.lethe.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.DatabaseAccess;
import io.lethe.store.sql.DatabaseProvider.Owner;
import io.lethe.store.sql.SqlDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One server has the ledger, and what it acknowledged is there, whatever happens to connections. */
@ExtendWith(Postgres.class)
class PostgresDatabaseTest {

  private static final Owner OWNER = new Owner("5f0f8f0e-1d3c-4b8e-9a51-6a0a3c1f9b10", true);
  private static final String END_CONNECTIONS = """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'lethe' AND datname = current_database()
      """;

  private final Postgres.Databases databases;
  private final DatabaseAccess access;

  PostgresDatabaseTest(Postgres.Databases databases) {
    this.databases = databases;
    this.access = databases.create();
  }

  private PostgresDatabase open() {
    return PostgresDatabase.open(access, OWNER, CommitWitness.none());
  }

  private static void mark(SqlDatabase database, String model) {
    int rows = database
        .write(sql -> sql.update("INSERT INTO deleted_model (model) VALUES (?)", model));
    assertEquals(1, rows);
  }

  private static long marks(SqlDatabase database) {
    return database.read(sql -> sql.number("SELECT count(*) FROM deleted_model"));
  }

  private static void assertRefused(String told, Executable call) {
    LetheException refusal = assertThrows(LetheException.class, call);
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).contains(told), refusal.getMessage());
  }

  @Test
  void open_whileAnotherServerHasIt_isRefused() {
    try (PostgresDatabase first = open()) {
      assertRefused("another server has the ledger at " + access.url(), this::open);
      mark(first, "books");
    }
    try (PostgresDatabase next = open()) {
      assertEquals(1, marks(next));
    }
  }

  @Test
  void readAndWrite_afterTheConnectionEnded_goOn() {
    try (PostgresDatabase database = open()) {
      mark(database, "books");
      databases.run(access, END_CONNECTIONS);
      mark(database, "films");
      databases.run(access, END_CONNECTIONS);
      assertEquals(2, marks(database));
      database.forgetDeleted();
    }
  }

  @Test
  void open_databaseThatDoesNotAnswer_isSaidToBeUnreachable() {
    DatabaseAccess nowhere = new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:1/lethe", "postgres", Optional.empty());
    LetheException refusal = assertThrows(
        LetheException.class, () -> PostgresDatabase.open(nowhere, OWNER, CommitWitness.none()));
    assertEquals(ErrorKind.LEDGER_UNREACHABLE, refusal.kind());
  }

  /** As a server does that was paused, or cut off, while another one took its place. */
  @Test
  void write_afterAnotherServerTookOver_isRefusedForGood() {
    try (PostgresDatabase old = open()) {
      mark(old, "books");
      databases.run(access, END_CONNECTIONS);
      try (PostgresDatabase next = open()) {
        mark(next, "films");
      }
      assertRefused("another server took the ledger", () -> mark(old, "games"));
      assertRefused("another server took the ledger", () -> marks(old));
    }
    try (PostgresDatabase last = open()) {
      assertEquals(2, marks(last));
    }
  }

  @Test
  void write_thatThrows_changesNothing() {
    try (PostgresDatabase database = open()) {
      assertThrows(IllegalStateException.class, () -> database.write(sql -> {
        var _ = sql.update("INSERT INTO deleted_model (model) VALUES ('books')");
        throw new IllegalStateException("no");
      }));
      assertRefused("PostgreSQL code 23505", () -> database.write(sql -> {
        var _ = sql.update("INSERT INTO deleted_model (model) VALUES ('films')");
        return sql.update("INSERT INTO deleted_model (model) VALUES ('films')");
      }));
      assertEquals(0, marks(database));
      int rows = database.writeSyncedLater(
          sql -> sql.update("INSERT INTO deleted_model (model) VALUES ('films')"));
      assertEquals(1, rows);
      assertEquals(1, marks(database));
    }
  }

  @Test
  void open_ledgerOfAnotherDataFolder_isRefused() {
    try (PostgresDatabase first = open()) {
      mark(first, "books");
    }
    Owner other = new Owner("0c9c6f8a-7f1e-4ac0-8b9d-9d7a5a1a2b3c", true);
    assertRefused(
        "is the ledger of another data folder",
        () -> PostgresDatabase.open(access, other, CommitWitness.none()));
  }

  @Test
  void open_noLedgerWhereOneWas_isRefused() {
    Owner known = new Owner(OWNER.folder(), false);
    assertRefused(
        "holds no ledger", () -> PostgresDatabase.open(access, known, CommitWitness.none()));
  }

  /** As after a failover to a standby that lacks the last transactions. */
  @Test
  void open_fewerTransactionsThanWereAcknowledged_isRefused(@TempDir Path root) {
    try (DataFolder folder = DataFolder.open(root)) {
      try (PostgresDatabase first = PostgresDatabase
          .open(access, OWNER, CommitWitness.in(folder.layout()))) {
        mark(first, "books");
        mark(first, "films");
      }
      databases.run(access, "UPDATE commit_count SET commits = commits - 1");
      assertRefused(
          "2 were acknowledged: 1 are lost",
          () -> PostgresDatabase.open(access, OWNER, CommitWitness.in(folder.layout())));
    }
  }

  @Test
  void open_commitsThatAreNotDurable_isRefused() throws Throwable {
    databases.run(access, "ALTER SYSTEM SET full_page_writes = off");
    databases.run(access, "SELECT pg_reload_conf()");
    try {
      assertRefused(
          "has full_page_writes = off",
          () -> databases.whenSet(access, "full_page_writes", "off", this::open));
    } finally {
      databases.run(access, "ALTER SYSTEM RESET full_page_writes");
      databases.run(access, "SELECT pg_reload_conf()");
    }
    databases.whenSet(access, "full_page_writes", "on", () -> open().close());
  }

  @Test
  void forgetDeleted_rowsOfPeople_leaveTheTablesFile() {
    byte[] secret = "anne@example.org".getBytes(StandardCharsets.UTF_8);
    try (PostgresDatabase database = open()) {
      int inserted = database.write(
          sql -> sql.update(
              """
                  INSERT INTO append (request_id, payload_digest, model, received_minute, outcomes, first_row,
                    end_row, rows) VALUES ('r', 'd', 'books', 0, 's', 0, 1, ?)
                  """,
              (Object) secret));
      assertEquals(1, inserted);
      assertEquals(1, holding(database, secret));
      int deleted = database.write(sql -> sql.update("DELETE FROM append"));
      assertEquals(1, deleted);
      database.forgetDeleted();
      assertEquals(0, holding(database, secret));
    }
  }

  /** The file itself, after what is in memory was written. */
  private long holding(SqlDatabase database, byte[] bytes) {
    databases.run(access, "CHECKPOINT");
    return database.read(
        sql -> sql.number(
            "SELECT CASE WHEN position(? in pg_read_binary_file(pg_relation_filepath('append'))) > 0"
                + " THEN 1 ELSE 0 END",
            (Object) bytes));
  }
}
