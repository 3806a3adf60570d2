package io.lethe.store.check;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.SettlingLog;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a folder as a killed server leaves it, with one file damaged or none. */
class FolderCheckTest {

  /** What the checkpoint's manifest says that it was made from. */
  private static final int ROWS = 100;

  @TempDir private Path root;
  private Path data;
  private Map<Path, byte[]> left;

  @BeforeEach
  void kill() throws IOException {
    Path living = root.resolve("living");
    data = root.resolve("data");
    left = new TreeMap<>();
    try (DataFolder folder = DataFolder.open(living);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom()).loadOrCreate();
      FileInteractionLog log = new FileInteractionLog(folder);
      for (int row = 0; row < ROWS; row++) {
        var _ = log.append(MOVIES, rows("user" + row, "x", 5));
      }
      Checkpoint first = CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null);
      String digest = new FileCheckpointStore(folder).write(first);
      ledger.commitVersion(new VersionRecord(first.manifest(), digest, false), 0);
      for (int k = 0; k < 3; k++) {
        assertTrue(
            ledger.accept(
                PortFixtures.submission(
                    k, MOVIES, new ErasureTarget.User("user" + k))) instanceof Acceptance.Accepted);
      }
      for (Path file : files(living)) {
        left.put(data.resolve(living.relativize(file)), Files.readAllBytes(file));
      }
    }
    restore();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void restore() throws IOException {
    Shredder.destroy(data);
    for (Map.Entry<Path, byte[]> file : left.entrySet()) {
      Files.createDirectories(file.getKey().getParent());
      Files.write(file.getKey(), file.getValue());
    }
  }

  private List<Finding> damaged() {
    try (FolderCheck check = FolderCheck.of(data)) {
      assertFalse(check.running());
      return check.findings()
          .stream()
          .filter(finding -> finding.state() == Finding.State.DAMAGED)
          .toList();
    }
  }

  @Test
  void check_asTheKillLeftIt_verifiesEveryPartAndChangesNothing() throws IOException {
    try (FolderCheck check = FolderCheck.of(data)) {
      assertEquals(
          List.of(
              "keys", "ledger.sqlite", "ledger.sqlite-wal", "commit-witness", "model movies",
              "model movies"),
          check.findings().stream().map(Finding::part).toList());
      assertTrue(
          check.findings().stream().allMatch(finding -> finding.state() == Finding.State.VERIFIED),
          check.findings().toString());
      assertTrue(check.keys().isPresent());
      assertEquals(3, check.ledger().orElseThrow().open(MOVIES).size());
    }
    assertEquals(left.keySet().stream().toList(), files(data));
    for (Path file : left.keySet()) {
      assertArrayEquals(left.get(file), Files.readAllBytes(file), file.toString());
    }
  }

  @Test
  void check_anyFileCutOrDeleted_isAFindingThatNamesIt() throws IOException {
    for (Path file : left.keySet()) {
      String name = String.valueOf(file.getFileName());
      if (!name.equals("lock")) {
        byte[] bytes = Files.readAllBytes(file);
        Damage.replace(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertNamed(name, "cut");
        restore();
        Files.delete(file);
        assertNamed(name, "deleted");
        restore();
      }
    }
  }

  private void assertNamed(String name, String what) {
    List<Finding> damaged = damaged();
    boolean named = damaged.stream().anyMatch(finding -> finding.what().contains(name));
    // Nobody knows how many rows the last file had.
    boolean rows = name.startsWith("rows-") && damaged.stream()
        .anyMatch(finding -> finding.what().contains("the file of the last rows"));
    assertTrue(named || rows, what + " " + name + ": " + damaged);
  }

  @Test
  void check_whileAServerHasTheFolder_looksAtACopyAndLeavesNone() throws IOException {
    try (DataFolder folder = DataFolder.open(data);
        SqlErasureLedger ledger = new SqlErasureLedger(folder);
        FolderCheck check = FolderCheck.of(data)) {
      assertTrue(check.running());
      assertTrue(
          check.findings().stream().allMatch(finding -> finding.state() == Finding.State.VERIFIED),
          check.findings().toString());
      assertEquals(ledger.open(MOVIES), check.ledger().orElseThrow().open(MOVIES));
    }
    assertFalse(Files.exists(data.resolve(".tmp-check")));
  }

  /** The ledger knows the parent still, whose folder the child was about to take over. */
  @Test
  void check_killedWhileAFolderWasTakenOver_verifiesTheChildAndChangesNothing() throws IOException {
    VersionId first = new VersionId(MOVIES, 1);
    try (DataFolder folder = DataFolder.open(data);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      FileCheckpointStore checkpoints = new FileCheckpointStore(folder);
      Checkpoint parent = CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null);
      Checkpoint child = CheckpointStoreContract
          .withoutUser(parent, checkpoints.read(first).digest(), 2);
      ledger.commitVersion(new VersionRecord(child.manifest(), checkpoints.write(child), false), 1);
      AtomicInteger files = new AtomicInteger();
      FileCheckpointStore dying = new FileCheckpointStore(folder, Runnable::run, point -> {
        if (files.incrementAndGet() == 3) {
          throw new SimulatedCrash("at " + point);
        }
      });
      assertThrows(SimulatedCrash.class, () -> dying.destroy(first));
    }
    List<Path> before = files(data);
    assertTrue(before.stream().anyMatch(file -> file.endsWith("2-from-1.patch")));
    try (FolderCheck check = FolderCheck.of(data)) {
      assertTrue(
          check.findings().stream().allMatch(finding -> finding.state() == Finding.State.VERIFIED),
          check.findings().toString());
    }
    assertEquals(before, files(data));
  }

  private String interactions(String part) {
    try (FolderCheck check = FolderCheck.of(data)) {
      return check.findings()
          .stream()
          .filter(finding -> finding.part().equals(part))
          .map(Finding::what)
          .filter(what -> what.startsWith("interactions: "))
          .findFirst()
          .orElseThrow(() -> new AssertionError(check.findings().toString()));
    }
  }

  private static void append(SqlErasureLedger ledger, ModelName model, long first) {
    ledger.appends()
        .add(
            List.of(
                new Append(
                    UUID.randomUUID(), "digest", model, PortFixtures.NOON,
                    List.of(AppendOutcome.STORED, AppendOutcome.STORED),
                    new Append.Placed(first, rows("ann", "y", 1, "bob", "y", 1)))),
            PortFixtures.NOON);
  }

  @Test
  void check_rowsThatWaitInTheLedger_areReadAndCounted() {
    assertEquals(
        "interactions: 100 rows; every file fits its checksum", interactions("model movies"));
    try (DataFolder folder = DataFolder.open(data);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      append(ledger, MOVIES, ROWS);
      append(ledger, PortFixtures.BOOKS, 0);
      String waiting = "interactions: 100 rows; every file fits its checksum; 2 more wait in the"
          + " ledger, and each can be read; 2 came after the training of every stored version";
      assertEquals(waiting, interactions("model movies"), "beside the server");
      FileInteractionLog log = new FileInteractionLog(folder);
      new SettlingLog(log, ledger.appends(), Failpoints.none()).settle(MOVIES);
    }
    assertEquals(
        "interactions: 102 rows; every file fits its checksum; 2 came after the training of every"
            + " stored version",
        interactions("model movies"));
    try (DataFolder folder = DataFolder.open(data)) {
      long purged = new FileInteractionLog(folder)
          .purge(MOVIES, List.of(new ErasureTarget.User("ann"), new ErasureTarget.User("user7")));
      assertEquals(2, purged);
    }
    assertEquals(
        "interactions: 100 rows; every file fits its checksum; 1 came after the training of every"
            + " stored version",
        interactions("model movies"), "what was erased counts no more");
    assertEquals(List.of(), damaged());
    assertEquals(
        "interactions: 0 rows; every file fits its checksum; 2 more wait in the ledger, and each can"
            + " be read; 2 came after the training of every stored version",
        interactions("model " + PortFixtures.BOOKS));
  }

  @Test
  void check_rowsThatWaitBehindAGap_areDamage() {
    try (DataFolder folder = DataFolder.open(data);
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      append(ledger, MOVIES, ROWS + 1);
    }
    assertEquals(1, damaged().size());
    assertTrue(damaged().getFirst().what().contains("last rows is missing"));
  }

  @Test
  void check_copyThatAnEarlierCheckLeft_isGoneAfterTheNextStart() throws IOException {
    Files.createDirectory(data.resolve(".tmp-check"));
    Files.writeString(data.resolve(".tmp-check").resolve("ledger.sqlite"), "somebody");
    DataFolder.open(data).close();
    assertFalse(Files.exists(data.resolve(".tmp-check")));
  }

  @Test
  void check_noFolder_isRefused() {
    LetheException refusal = assertThrows(
        LetheException.class, () -> FolderCheck.of(root.resolve("nowhere")).close());
    assertTrue(String.valueOf(refusal.getMessage()).contains("nowhere"), refusal.getMessage());
  }
}
