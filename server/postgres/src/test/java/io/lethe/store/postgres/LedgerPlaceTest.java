package io.lethe.store.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.LetheException;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail.AuditPage;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.backup.Backup;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.LedgerElsewhere;
import io.lethe.store.ledger.LedgerPlace;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.sql.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A ledger moves whole, there and back, and goes on where it is. */
@ExtendWith(Postgres.class)
class LedgerPlaceTest {

  private static final Optional<DatabaseAccess> NOWHERE = Optional.empty();

  private final Postgres.Databases databases;
  private final Optional<DatabaseAccess> database;
  @TempDir private Path root;

  LedgerPlaceTest(Postgres.Databases databases) {
    this.databases = databases;
    this.database = Optional.of(databases.create());
  }

  /** One more erasure, version and act; how many erasures and acts there are then. */
  private List<Integer> grown(Optional<DatabaseAccess> place, long seed) {
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder, place)) {
      var _ = ledger.accept(
          PortFixtures
              .submission(seed, PortFixtures.MOVIES, new ErasureTarget.User("user " + seed)));
      ledger.auditTrail()
          .add(new AuditEvent(PortFixtures.NOON, "olga", "Train", "models/" + seed, null));
      List<Erasure> erasures = ledger.list(ErasureFilter.ALL, Long.MAX_VALUE, 100).erasures();
      return List
          .of(erasures.size(), ledger.auditTrail().list(AuditPage.FIRST, 100).events().size());
    }
  }

  private Optional<Long> moved(boolean there) {
    try (DataFolder folder = DataFolder.open(root)) {
      return new LedgerPlace(folder.layout(), database).move(there);
    }
  }

  @Test
  void thereAndBack_everythingIsKept_andOneLedgerGrows() {
    assertEquals(List.of(1, 1), grown(NOWHERE, 1));
    assertEquals(List.of(2, 2), grown(NOWHERE, 2));
    assertTrue(refusal(database).contains("'lethe migrate-ledger --to database'"));
    assertEquals(Optional.of(8L), moved(true));
    assertFalse(Files.exists(root.resolve("ledger.sqlite")));
    assertTrue(refusal(NOWHERE).contains("Set ledger.url"));
    assertEquals(List.of(3, 3), grown(database, 3));
    assertEquals(Optional.empty(), moved(true));
    assertEquals(Optional.of(12L), moved(false));
    assertEquals(List.of(4, 4), grown(NOWHERE, 4));
    assertEquals(Optional.empty(), moved(false));
    assertEquals(Optional.of(16L), moved(true));
    assertEquals(List.of(5, 5), grown(database, 5));
  }

  private String refusal(Optional<DatabaseAccess> place) {
    return String.valueOf(assertThrows(LetheException.class, () -> grown(place, 99)).getMessage());
  }

  @Test
  void newDataFolder_hasItsLedgerInTheDatabase() {
    assertEquals(List.of(1, 1), grown(database, 1));
    assertEquals(List.of(2, 2), grown(database, 2));
    assertFalse(Files.exists(root.resolve("ledger.sqlite")));
  }

  /** Of one erasure, when the database has all and the folder is not told; returns the folder's ledger. */
  private byte[] cutShortOnTheWay() throws IOException {
    assertEquals(List.of(1, 1), grown(NOWHERE, 1));
    byte[] ledger = Files.readAllBytes(root.resolve("ledger.sqlite"));
    assertEquals(Optional.of(4L), moved(true));
    said(LedgerElsewhere.State.MOVING);
    Files.write(root.resolve("ledger.sqlite"), ledger);
    return ledger;
  }

  @Test
  void moveThatWasCutShort_isEndedByTheSameCommand() throws IOException {
    byte[] ledger = cutShortOnTheWay();
    assertTrue(refusal(database).contains("cut short"));
    assertTrue(refusal(NOWHERE).contains("cut short"));
    assertEquals(Optional.of(0L), moved(true));
    assertEquals(List.of(2, 2), grown(database, 2));
    said(LedgerElsewhere.State.RETURNING);
    Files.write(root.resolve("ledger.sqlite"), ledger);
    assertTrue(refusal(database).contains("cut short"));
    assertEquals(Optional.of(8L), moved(false));
    assertEquals(List.of(3, 3), grown(NOWHERE, 3));
  }

  private static String said(Path root) throws IOException {
    return Files.readString(root.resolve("ledger-elsewhere"));
  }

  private Optional<DatabaseAccess> at(String url) {
    return Optional.of(new DatabaseAccess(url, "postgres", Optional.empty()));
  }

  private String refusedMove(Optional<DatabaseAccess> place, boolean there) {
    try (DataFolder folder = DataFolder.open(root)) {
      LedgerPlace ledger = new LedgerPlace(folder.layout(), place);
      return String
          .valueOf(assertThrows(LetheException.class, () -> ledger.move(there)).getMessage());
    }
  }

  @Test
  void moveToADatabaseThatIsNotThere_leavesTheFolderAsItWas() {
    assertEquals(List.of(1, 1), grown(NOWHERE, 1));
    Optional<DatabaseAccess> mistyped = at("jdbc:postgresql://127.0.0.1:1/lethe");
    assertTrue(refusedMove(mistyped, true).contains("cannot be reached"));
    assertFalse(Files.exists(root.resolve("ledger-elsewhere")));
    assertEquals(List.of(2, 2), grown(NOWHERE, 2));
    assertEquals(Optional.of(8L), moved(true));
  }

  @Test
  void firstStartAtADatabaseThatIsNotThere_canBeTriedElsewhere() {
    assertTrue(refusal(at("jdbc:postgresql://127.0.0.1:1/lethe")).contains("cannot be reached"));
    assertEquals(List.of(1, 1), grown(database, 1));
  }

  @Test
  void moveThatWasCutShort_isTakenBackByTheOtherCommand() throws IOException {
    byte[] _ = cutShortOnTheWay();
    assertEquals(Optional.of(4L), moved(false));
    assertEquals(List.of(2, 2), grown(NOWHERE, 2));
    assertEquals(Optional.of(8L), moved(true), "the database had nothing left of the first move");
  }

  @Test
  void backFromAnotherDatabase_isRefusedAndDestroysNothing() throws IOException {
    assertEquals(List.of(1, 1), grown(database, 1));
    byte[] kept = {1, 2, 3};
    Files.write(root.resolve("ledger.sqlite"), kept);
    Optional<DatabaseAccess> other = Optional.of(databases.create());
    assertTrue(refusedMove(other, false).contains("holds no ledger"));
    assertTrue(refusedMove(other, true).contains("holds no ledger"));
    assertArrayEquals(kept, Files.readAllBytes(root.resolve("ledger.sqlite")));
    assertEquals(List.of(2, 2), grown(database, 2));
  }

  @Test
  void address_isTheOneByWhichTheLedgerWasReachedLast() throws IOException {
    assertEquals(List.of(1, 1), grown(database, 1));
    String url = database.orElseThrow().url();
    assertTrue(said(root).contains("127.0.0.1"));
    assertEquals(List.of(2, 2), grown(at(url.replace("127.0.0.1", "localhost")), 2));
    assertTrue(said(root).contains("localhost"));
  }

  @Test
  void backup_isADataFolderThatNeedsNoDatabase(@TempDir Path backups) {
    assertEquals(List.of(1, 1), grown(database, 1));
    Path backup = backups.resolve("first");
    try (DataFolder folder = DataFolder.open(root);
        SqlErasureLedger ledger = new SqlErasureLedger(folder, database)) {
      Backup made = Backup.create(folder, ledger, backup, PortFixtures.NOON, "test");
      assertEquals(List.of(), made.damaged());
    }
    assertFalse(Files.exists(backup.resolve("data").resolve("ledger-elsewhere")));
    try (DataFolder folder = DataFolder.open(backup.resolve("data"));
        SqlErasureLedger ledger = new SqlErasureLedger(folder, NOWHERE)) {
      assertEquals(1, ledger.list(ErasureFilter.ALL, Long.MAX_VALUE, 100).erasures().size());
    }
  }

  /** What a move that ended here would have left in the data folder. */
  private void said(LedgerElsewhere.State state) throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      LedgerElsewhere.read(folder.layout()).orElseThrow().in(state).write(folder.layout());
    }
  }
}
