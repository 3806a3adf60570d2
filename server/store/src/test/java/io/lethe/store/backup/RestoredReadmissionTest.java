package io.lethe.store.backup;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static io.lethe.store.backup.TestStore.on;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.Tombstones.Readmission;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.keys.FileLogAnchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts again after a backup was restored: nothing that was suppressed since. */
class RestoredReadmissionTest {

  private static final String DIGEST = "%064x".formatted(77);
  private static final Readmission BACK = new Readmission(2, NOON);

  @TempDir private Path root;
  private Path data;
  private Path backup;

  @BeforeEach
  void makeData() {
    data = root.resolve("data");
    backup = root.resolve("backup");
    on(data, store -> {
      store.log().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
      store.ledger().commitVersion(version(MOVIES, 1, 0), 0);
      store.ledger().suppress(MOVIES, Set.of(DIGEST));
      return 0;
    });
  }

  private void backUp() {
    on(data, store -> Backup.create(store.folder(), store.ledger(), backup, NOON, "0.1.0"));
  }

  private void restore(@Nullable SuppressionFile suppressions, boolean noLater) {
    var _ = new Restore(backup, data, NOON.plusSeconds(3600)).run(suppressions, noLater);
  }

  private void readmit() {
    on(data, store -> store.ledger().readmit(MOVIES, List.of(DIGEST), BACK));
  }

  private void suppressAgain() {
    on(data, store -> {
      store.ledger().suppress(MOVIES, Set.of(DIGEST));
      return 0;
    });
  }

  private Map<String, Readmission> readmitted() {
    return on(data, store -> store.ledger().tombstones(MOVIES).readmitted());
  }

  @Test
  void backupHasTheReadmission_itStays() {
    readmit();
    backUp();
    restore(null, false);
    assertEquals(Map.of(DIGEST, BACK), readmitted());
  }

  @Test
  void suppressedAgainSinceTheBackup_staysSuppressed() {
    readmit();
    backUp();
    suppressAgain();
    restore(null, false);
    assertEquals(Map.of(), readmitted());
  }

  @Test
  void readmittedSinceTheBackup_isSuppressedAgain_placesAreOfAnotherLog() {
    backUp();
    readmit();
    restore(null, false);
    assertEquals(Map.of(), readmitted());
  }

  @Test
  void olderFolder_knowsNothingOfTheReadmission_itStays() throws IOException {
    backUp();
    Path older = root.resolve("older");
    Files.move(backup, older);
    readmit();
    on(data, store -> store.ledger().accept(submission(1, MOVIES, new ErasureTarget.User("ann"))));
    backUp();
    DurableFiles.delete(data);
    var _ = new Restore(older, data, NOON).run(null, true);
    restore(null, false);
    assertEquals(Map.of(DIGEST, BACK), readmitted());
  }

  @Test
  void suppressionFile_ofTheSameReadmission_leavesIt_ofNoneEndsIt() throws IOException {
    readmit();
    backUp();
    Path file = root.resolve("suppressions.json");
    export(file);
    DurableFiles.delete(data);
    restore(SuppressionFile.read(file), false);
    assertEquals(Map.of(DIGEST, BACK), readmitted());
    suppressAgain();
    export(file);
    DurableFiles.delete(data);
    restore(SuppressionFile.read(file), false);
    assertEquals(Map.of(), readmitted());
  }

  private void export(Path file) {
    on(data, store -> {
      SuppressionFile.of(store.ledger(), store.digests(), FileLogAnchor.beside(store.folder()))
          .write(file);
      return 0;
    });
  }
}
