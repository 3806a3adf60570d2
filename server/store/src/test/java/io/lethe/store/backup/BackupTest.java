package io.lethe.store.backup;

import static io.lethe.engine.catalog.CatalogFixtures.listed;
import static io.lethe.engine.catalog.CatalogFixtures.soldOut;
import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.completed;
import static io.lethe.engine.memory.PortFixtures.live;
import static io.lethe.engine.memory.PortFixtures.receiptTree;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.text;
import static io.lethe.engine.memory.PortFixtures.version;
import static io.lethe.store.backup.TestStore.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.simulated.Damage;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups, and what they must not bring back. */
class BackupTest {

  private static final Instant LATER = PortFixtures.NOON.plusSeconds(3600);
  private static final VersionId FIRST = new VersionId(MOVIES, 1);
  private static final VersionId SECOND = new VersionId(MOVIES, 2);
  private static final ErasureTarget ANN = new ErasureTarget.User("ann-of-green-gables");

  @TempDir private Path root;
  private Path data;
  private Path backup;

  @BeforeEach
  void makeData() {
    data = root.resolve("data");
    backup = root.resolve("backup");
    on(data, store -> {
      store.log().append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
      store.ledger().commitVersion(version(MOVIES, 1, 0), 0);
      return 0;
    });
  }

  private Backup backUp() {
    return on(
        data,
        store -> Backup.create(store.folder(), store.ledger(), backup, PortFixtures.NOON, "0.1.0"));
  }

  private Restore.Restored restore(@Nullable SuppressionFile suppressions, boolean noLater) {
    return new Restore(backup, data, LATER).run(suppressions, noLater);
  }

  private LetheException refused(@Nullable SuppressionFile suppressions, boolean noLater) {
    LetheException refusal = assertThrows(
        LetheException.class, () -> restore(suppressions, noLater));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refusal.kind());
    return refusal;
  }

  private static ErasureId accepted(TestStore store, long seed, ErasureTarget target) {
    return ((Acceptance.Accepted) store.ledger().accept(submission(seed, MOVIES, target))).erasure()
        .id();
  }

  private void lose() throws IOException {
    DurableFiles.delete(data);
  }

  @Test
  void restore_intoNothing_isRefusedUnlessSomebodyKnowsOfLaterErasures() throws IOException {
    Backup made = backUp();
    assertTrue(made.files() >= 3 && made.bytes() > 4096, made.toString());
    lose();
    assertTrue(String.valueOf(refused(null, false).getMessage()).contains("suppression file"));
    Restore.Restored restored = restore(null, true);
    assertEquals(PortFixtures.NOON, restored.created());
    assertEquals(made.files(), restored.files());
    on(data, store -> {
      assertEquals(version(MOVIES, 1, 0), store.ledger().active(MOVIES).orElseThrow());
      assertEquals(
          List.of("ann-of-green-gables/x=5.0", "bob/x=4.0"), text(store.log().read(MOVIES, 2)));
      return 0;
    });
  }

  @Test
  void restore_overAnEmptyLedger_isOverNone() throws IOException {
    backUp();
    for (String log : new String[]{"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"}) {
      Files.deleteIfExists(data.resolve(log));
    }
    Files.createFile(data.resolve("ledger.sqlite"));
    assertTrue(String.valueOf(refused(null, false).getMessage()).contains("suppression file"));
  }

  @Test
  void restore_overAFolderWithoutKeys_saysHowToBringThemBack() throws IOException {
    backUp();
    Files.delete(data.resolve("keys"));
    String message = String.valueOf(refused(null, false).getMessage());
    assertTrue(message.contains("keys is missing") && message.contains("data/keys"), message);
    Files.copy(backup.resolve("data/keys"), data.resolve("keys"));
    assertEquals(PortFixtures.NOON, restore(null, false).created());
  }

  @Test
  void restore_overALedgerThatLostTransactions_isRefusedUntilItIsMovedAway() throws IOException {
    byte[] older = Files.readAllBytes(data.resolve("ledger.sqlite"));
    backUp();
    var _ = on(data, store -> accepted(store, 5, new ErasureTarget.User("bob")));
    Files.write(data.resolve("ledger.sqlite"), older);
    LetheException refusal = assertThrows(LetheException.class, () -> restore(null, false));
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("commit-witness says"), refusal.getMessage());
    Files.delete(data.resolve("ledger.sqlite"));
    var _ = restore(null, true);
    assertEquals(
        version(MOVIES, 1, 0), on(data, store -> store.ledger().active(MOVIES).orElseThrow()));
  }

  @Test
  void restore_lessThanTheLastCheckpointVouchesFor_countsWhatIsLost() throws IOException {
    backUp();
    Files.delete(data.resolve("ledger.sqlite"));
    SignedNote note = new SignedNote(
        PortFixtures.receiptTree(4).text(),
        List.of(new SignedNote.Line("log.test", 7, new byte[64])));
    Files.writeString(data.resolve("receipt-checkpoint"), note.encoded());
    assertEquals(4, restore(null, true).lostReceipts());
  }

  @Test
  void restore_damagedBackup_isRefusedNamingTheFileAndChangesNothing() throws IOException {
    backUp();
    List<Path> files;
    try (var walk = Files.walk(backup)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] intact = Files.readAllBytes(file);
      Damage.flip(file, intact.length / 2, 4);
      assertNamed(file);
      Damage.replace(file, java.util.Arrays.copyOf(intact, intact.length - 1));
      assertNamed(file);
      Files.delete(file);
      assertNamed(file);
      Files.write(file, intact);
    }
    Files.write(backup.resolve("data/models/movies/more.bin"), new byte[3]);
    assertNamed(backup.resolve("data/models/movies/more.bin"));
    on(data, store -> {
      assertEquals(version(MOVIES, 1, 0), store.ledger().active(MOVIES).orElseThrow());
      assertEquals(2, store.log().end(MOVIES));
      return 0;
    });
  }

  private void assertNamed(Path file) {
    String message = String.valueOf(refused(null, true).getMessage());
    assertTrue(message.contains(file.getFileName().toString()), message);
    assertFalse(message.contains(root.toString()), message);
  }

  @Test
  void restore_overALedgerThatWentOn_keepsEverythingAcknowledged() {
    VersionRecord second = version(MOVIES, 2, 1);
    backUp();
    List<ErasureId> ids = on(data, store -> {
      ErasureId done = accepted(store, 1, ANN);
      store.ledger().commitErasures(second, 1, List.of(live(done, FIRST, SECOND)));
      store.log().purge(MOVIES, List.of(ANN));
      store.ledger()
          .recordDestroyed(
              DestroyedVersion
                  .of(version(MOVIES, 1, 0), LATER, DestroyedVersion.Reason.HELD_ERASED_DATA));
      store.ledger().append(List.of(completed(done)), receiptTree(1));
      ErasureId alive = accepted(store, 2, new ErasureTarget.Item("y"));
      store.ledger()
          .commitWithoutVersion(
              SECOND.model(), SECOND.number(), List.of(live(alive, SECOND, SECOND)));
      return List.of(done, alive, accepted(store, 3, new ErasureTarget.User("cat")));
    });
    Restore.Restored restored = restore(null, false);
    assertEquals(3, restored.suppressions());
    on(data, store -> {
      assertEquals(version(MOVIES, 1, 0), store.ledger().active(MOVIES).orElseThrow());
      assertEquals(List.of(version(MOVIES, 1, 0)), store.ledger().stored(MOVIES));
      assertEquals(2, store.ledger().lastNumber(MOVIES));
      List<DestroyedVersion> gone = store.ledger().destroyed(MOVIES, 0, Long.MAX_VALUE);
      assertEquals(
          List.of(DestroyedVersion.of(second, LATER, DestroyedVersion.Reason.REPLACED_BY_BACKUP)),
          gone);
      assertEquals(
          List.of(ErasureState.COMPLETED, ErasureState.RECEIVED, ErasureState.RECEIVED),
          ids.stream().map(id -> store.ledger().find(id).orElseThrow().state()).toList());
      assertEquals(2, store.ledger().open(MOVIES).size());
      assertEquals(3, store.ledger().tombstones(MOVIES).digests().size());
      assertEquals(
          List.of("ann-of-green-gables/x=5.0", "bob/x=4.0"), text(store.log().read(MOVIES, 2)));
      return 0;
    });
  }

  private static List<CatalogItem> catalog(TestStore store, ModelName model) {
    List<CatalogItem> items = new ArrayList<>();
    store.ledger().catalogs().forEach(model, items::add);
    return items;
  }

  @Test
  void restore_bringsCatalogsBack_whereNoneWentOn() throws IOException {
    on(data, store -> {
      store.ledger().catalogs().put(MOVIES, List.of(listed("mug", "tea"), listed("pot")));
      store.ledger().catalogs().put(BOOKS, List.of(listed("a"), listed("b", "crime")));
      return 0;
    });
    backUp();
    on(data, store -> {
      store.ledger().catalogs().put(MOVIES, List.of(soldOut("mug")));
      store.ledger().catalogs().remove(MOVIES, List.of("pot"));
      store.ledger().catalogs().delete(BOOKS);
      return 0;
    });
    restore(null, false);
    on(data, store -> {
      assertEquals(List.of(soldOut("mug")), catalog(store, MOVIES));
      assertEquals(List.of(listed("a"), listed("b", "crime")), catalog(store, BOOKS));
      return 0;
    });
    lose();
    restore(null, true);
    on(data, store -> {
      assertEquals(List.of(listed("mug", "tea"), listed("pot")), catalog(store, MOVIES));
      return 0;
    });
  }

  @Test
  void restore_backupMadeWhileAnErasureWasLive_purgesWhatItsVersionHasForgotten() {
    ErasureId id = on(data, store -> {
      ErasureId accepted = accepted(store, 1, ANN);
      store.ledger()
          .commitErasures(version(MOVIES, 2, 1), 1, List.of(live(accepted, FIRST, SECOND)));
      return accepted;
    });
    backUp();
    on(data, store -> {
      store.log().purge(MOVIES, List.of(ANN));
      store.ledger().append(List.of(completed(id)), receiptTree(1));
      return 0;
    });
    restore(null, false);
    on(data, store -> {
      assertEquals(List.of("-", "bob/x=4.0"), text(store.log().read(MOVIES, 2)));
      assertEquals(ErasureState.COMPLETED, store.ledger().find(id).orElseThrow().state());
      return 0;
    });
  }

  @Test
  void restore_olderDataFolder_addsItsSuppressionsToTheBackups() throws IOException {
    backUp();
    Path older = root.resolve("older");
    Files.move(backup, older);
    on(data, store -> accepted(store, 1, ANN));
    backUp();
    Path newer = backup;
    backup = older;
    lose();
    restore(null, true);
    backup = newer;
    on(data, store -> {
      store.ledger().suppress(MOVIES, Set.of("%064x".formatted(77)));
      return 0;
    });
    assertEquals(2, restore(null, false).suppressions());
    on(data, store -> {
      assertEquals(1, store.ledger().open(MOVIES).size());
      return 0;
    });
  }

  @Test
  void restore_anotherInstallation_isRefused() throws IOException {
    backUp();
    lose();
    on(data, TestStore::installation);
    assertTrue(String.valueOf(refused(null, true).getMessage()).contains("other keys"));
  }

  @Test
  void restore_anotherHistory_isRefused() {
    on(data, store -> accepted(store, 1, ANN));
    backUp();
    StoreLayout layout = new StoreLayout(data);
    try (SqliteDatabase ledger = SqliteDatabase.open(layout.ledger(), CommitWitness.in(layout))) {
      int changed = ledger.write(
          sql -> sql.update("UPDATE erasure SET id = ?", "00000000-0000-0000-0000-000000000009"));
      assertEquals(1, changed);
    }
    assertTrue(String.valueOf(refused(null, false).getMessage()).contains("another history"));
  }

  @Test
  void restore_ledgerLost_theBackupsWordForTheReceiptLogIsNotKept() throws IOException {
    Path checkpoint = data.resolve("receipt-checkpoint");
    Files.writeString(checkpoint, "of the backup\n");
    backUp();
    Files.writeString(checkpoint, "later\n");
    Restore.Restored _ = restore(null, false);
    assertEquals("later\n", Files.readString(checkpoint));
    Path file = backup.resolveSibling("suppressions");
    on(data, store -> {
      SuppressionFile.of(store.ledger(), store.digests(), FileLogAnchor.beside(store.folder()))
          .write(file);
      return 0;
    });
    lose();
    SuppressionFile later = SuppressionFile.read(file);
    assertTrue(restore(later, false).vouched());
    assertEquals("later\n", Files.readString(checkpoint));
    lose();
    SuppressionFile silent = new SuppressionFile(
        later.installation(), later.digests(), later.readmitted(), null);
    Restore.Restored _ = restore(silent, false);
    assertFalse(Files.exists(checkpoint));
    lose();
    Restore.Restored _ = restore(null, true);
    assertEquals("of the backup\n", Files.readString(checkpoint));
  }

  @Test
  void restore_suppressionFile_isCarriedOver() throws IOException {
    backUp();
    Path file = root.resolve("suppressions.json");
    on(data, store -> {
      accepted(store, 1, ANN);
      SuppressionFile.of(store.ledger(), store.digests(), FileLogAnchor.beside(store.folder()))
          .write(file);
      return 0;
    });
    assertFalse(Damage.holds(file, "ann-of-green-gables"));
    lose();
    SuppressionFile read = SuppressionFile.read(file);
    assertEquals(1, read.size());
    assertEquals(1, restore(read, false).suppressions());
    on(data, store -> {
      assertEquals(Set.of("%064x".formatted(1001)), store.ledger().tombstones(MOVIES).digests());
      assertEquals(List.of(), store.ledger().open(MOVIES));
      return 0;
    });
    SuppressionFile foreign = new SuppressionFile("%064x".formatted(5), Map.of(), Map.of(), null);
    assertTrue(String.valueOf(refused(foreign, false).getMessage()).contains("another install"));
  }

  @Test
  void create_targetNotEmptyOrWithin_isRefused() throws IOException {
    Files.createDirectories(backup.resolve("something"));
    LetheException refusal = assertThrows(LetheException.class, this::backUp);
    assertEquals(ErrorKind.ARGUMENT_INVALID, refusal.kind());
    backup = data.resolve("backup");
    assertThrows(LetheException.class, this::backUp);
    assertFalse(Files.exists(backup));
  }
}
