package io.lethe.store.backup;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.SettlingLog;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.store.check.Finding;
import io.lethe.store.check.FolderCheck;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.disk.RemovalHold;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a folder that is being written to. */
class BackupBesideTest {

  @TempDir private Path root;
  private Path data;
  private Path backup;
  private DataFolder folder;
  private SqlErasureLedger ledger;
  private FileInteractionLog log;
  private FileCheckpointStore checkpoints;
  private SettlingLog all;

  @BeforeEach
  void serve() {
    data = root.resolve("data");
    backup = root.resolve("backup");
    folder = DataFolder.open(data);
    ledger = new SqlErasureLedger(folder);
    new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom()).loadOrCreate();
    log = new FileInteractionLog(folder);
    checkpoints = new FileCheckpointStore(folder);
    all = new SettlingLog(log, ledger.appends(), Failpoints.none());
    Checkpoint first = CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null);
    for (int row = 0; row < 100; row++) {
      var _ = log.append(MOVIES, rows("user" + row, "x", 5));
    }
    ledger.commitVersion(new VersionRecord(first.manifest(), checkpoints.write(first), false), 0);
  }

  @AfterEach
  void stop() {
    ledger.close();
    folder.close();
  }

  private Backup backUp() {
    return Backup.beside(data, backup, NOON, "0.1.0");
  }

  private void append(long first, String user) {
    ledger.appends()
        .add(
            List.of(
                new Append(
                    UUID.randomUUID(), "digest", MOVIES, NOON, List.of(AppendOutcome.STORED),
                    new Append.Placed(first, rows(user, "y", 1)))),
            NOON);
  }

  /** All rows that a restored folder has, and that a check finds it sound. */
  private List<String> restored(String name) {
    Path target = root.resolve(name);
    new Restore(backup, target, NOON).run(null, true);
    try (FolderCheck check = FolderCheck.of(target)) {
      assertTrue(
          check.findings().stream().allMatch(found -> found.state() == Finding.State.VERIFIED),
          check.findings().toString());
    }
    try (DataFolder opened = DataFolder.open(target);
        SqlErasureLedger found = new SqlErasureLedger(opened)) {
      SettlingLog rows = new SettlingLog(
          new FileInteractionLog(opened), found.appends(), Failpoints.none());
      return text(rows.read(MOVIES, rows.end(MOVIES)));
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".tmp-")).toList();
    }
  }

  @Test
  void beside_rowsInTheLogAndRowsThatWait_areRestoredOnce() throws IOException {
    append(100, "ann");
    append(101, "bob");
    Backup made = backUp();
    assertEquals(List.of(), made.damaged());
    assertEquals(List.of(), leftovers());
    List<String> found = restored("restored");
    assertEquals(102, found.size());
    assertEquals(List.of("ann/y=1.0", "bob/y=1.0"), found.subList(100, 102));
    append(102, "cat");
    assertEquals(103, all.end(MOVIES), "the server goes on");
  }

  @Test
  void beside_whileRowsComeInAndAreMoved_holdsAllThatWereAcknowledgedBefore() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<String> acknowledged = java.util.Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing = writer.submit(() -> {
        for (int k = 0; !stop.get(); k++) {
          append(100 + k, "new" + k);
          acknowledged.add("new" + k + "/y=1.0");
          if (k % 7 == 0) {
            all.settle(MOVIES);
          }
        }
      });
      for (int round = 0; round < 10; round++) {
        backup = root.resolve("backup" + round);
        int before = acknowledged.size();
        Backup _ = backUp();
        List<String> found = restored("restored" + round);
        assertEquals(found.size(), found.stream().distinct().count(), "each once");
        List<String> appended = found.subList(100, found.size());
        assertTrue(appended.size() >= before, appended.size() + " of " + before);
        List<String> known = List.copyOf(acknowledged);
        int common = Math.min(known.size(), appended.size());
        assertEquals(known.subList(0, common), appended.subList(0, common));
      }
      stop.set(true);
      writing.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void beside_whileTheServerRemoves_isRefusedInThatProcess_andTheOtherWayRound()
      throws IOException {
    assertTrue(checkpoints.unlessCopied(() -> {
      LetheException refusal = assertThrows(LetheException.class, this::backUp);
      assertEquals(ErrorKind.CONCURRENT_CHANGE, refusal.kind());
    }));
    assertEquals(List.of(), leftovers());
    try (RemovalHold hold = RemovalHold.take(folder.layout().lock())) {
      hold.requireSameServer();
      assertFalse(checkpoints.unlessCopied(() -> assertFalse(true, "nothing is removed")));
    }
    assertTrue(checkpoints.unlessCopied(() -> assertTrue(true)));
  }

  @Test
  void beside_serverStartedAnew_isNoticed() throws IOException {
    try (RemovalHold hold = RemovalHold.take(folder.layout().lock())) {
      folder.announce("127.0.0.1:7");
      LetheException refusal = assertThrows(LetheException.class, hold::requireSameServer);
      assertEquals(ErrorKind.CONCURRENT_CHANGE, refusal.kind());
    }
  }

  @Test
  void beside_checkpointThatWasNeverCommitted_staysBehind() throws IOException {
    Checkpoint second = CheckpointStoreContract.checkpoint(MOVIES, 2, 8, null);
    var _ = checkpoints.write(second);
    Backup _ = backUp();
    assertTrue(Files.exists(backup.resolve("data/models/movies/versions/1/manifest.json")));
    assertFalse(Files.exists(backup.resolve("data/models/movies/versions/2")));
  }

  @Test
  void beside_damagedCheckpointOrLog_isCopiedAndNamed() throws IOException {
    Damage.flip(data.resolve("models/movies/versions/1/model.safetensors"), 100, 2);
    Backup made = backUp();
    assertEquals(1, made.damaged().size());
    assertTrue(made.damaged().getFirst().contains("model.safetensors"), made.toString());
    backup = root.resolve("second");
    try (Stream<Path> rows = Files.list(data.resolve("models/movies/interactions"))) {
      Damage.flip(rows.sorted().findFirst().orElseThrow(), 40, 1);
    }
    assertTrue(backUp().damaged().getFirst().contains("rows-0000000000"));
  }

  /** The disk refused while a folder was being overwritten: the backup has what ends it, too. */
  @Test
  void beside_folderThatIsBeingTakenOver_holdsTheChild() throws IOException {
    Checkpoint child = CheckpointStoreContract.withoutUser(
        CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null),
        checkpoints.read(new VersionId(MOVIES, 1)).digest(), 2);
    String digest = checkpoints.write(child);
    ledger.commitVersion(new VersionRecord(child.manifest(), digest, false), 1);
    FileCheckpointStore dying = new FileCheckpointStore(folder, Runnable::run, point -> {
      throw new SimulatedCrash("at " + point);
    });
    assertThrows(SimulatedCrash.class, () -> dying.destroy(new VersionId(MOVIES, 1)));
    assertTrue(Files.exists(data.resolve("models/movies/versions/2-from-1.patch")));
    assertEquals(List.of(), backUp().damaged());
    assertTrue(Files.exists(backup.resolve("data/models/movies/versions/2-from-1.patch")));
    Path target = root.resolve("restored");
    new Restore(backup, target, NOON).run(null, true);
    try (DataFolder opened = DataFolder.open(target)) {
      FileCheckpointStore restored = new FileCheckpointStore(opened);
      assertEquals(List.of(new VersionId(MOVIES, 2)), restored.list(MOVIES));
      assertEquals(digest, restored.read(new VersionId(MOVIES, 2)).digest());
    }
  }

  @Test
  void suppressions_beside_areThoseOfTheLedger() throws IOException {
    var _ = ledger.accept(submission(1, MOVIES, new ErasureTarget.User("user1")));
    SubjectDigests digests = new SubjectDigests(
        new FileInstallationKeyStore(folder.layout(), () -> false, new SecureRandom()).load()
            .digestSecret());
    SuppressionFile found = SuppressionFile.beside(data);
    assertEquals(SuppressionFile.of(ledger, digests, FileLogAnchor.beside(folder)), found);
    assertEquals(1, found.size());
    assertEquals(List.of(), leftovers());
    assertEquals(100, all.end(PortFixtures.MOVIES), "the server goes on");
  }

  /** Each export has a copy of its own, and the next start clears away what one left. */
  @Test
  void suppressions_besideAnotherExport_leaveItsCopyAlone() throws IOException {
    Path other = folder.layout().newTemporaryExport();
    Files.writeString(other.resolve("ledger.sqlite"), "half a copy");
    assertEquals(0, SuppressionFile.beside(data).size());
    assertEquals(List.of(other), leftovers());
    assertEquals("half a copy", Files.readString(other.resolve("ledger.sqlite")));
    assertEquals(List.of(other), folder.layout().temporaryExports());
  }
}
