package io.lethe.store;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.spi.Tensor;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of one file is another, or a file is cut: it is refused with a reason, or what is read is
 * what was written. So many times as the property {@code lethe.flips} says; more with
 * {@code -Pthorough}.
 */
class BitFlipsTest {

  private static final int FLIPS = Integer
      .getInteger("lethe.flips", Boolean.getBoolean("lethe.thorough") ? 500 : 100);
  private static final long SEED = Long.getLong("lethe.seed", 1);
  private static final int CUT_ONE_IN = 5;
  private static final Set<ErrorKind> NAMED = EnumSet
      .of(ErrorKind.CHECKPOINT_DAMAGED, ErrorKind.STORAGE_FAILED, ErrorKind.VERSION_NOT_FOUND);

  @TempDir private Path root;

  private Path data() {
    return root.resolve("data");
  }

  @BeforeEach
  void fill() {
    try (DataFolder folder = DataFolder.open(data());
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom()).loadOrCreate();
      CheckpointStore checkpoints = new FileCheckpointStore(folder);
      Checkpoint first = CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null);
      String digest = checkpoints.write(first);
      checkpoints.write(CheckpointStoreContract.derived(first, digest, 2));
      FileInteractionLog log = new FileInteractionLog(folder);
      log.append(MOVIES, rows("ann", "x", 5, "bob", "x", 4, "cat", "y", 3));
      log.append(MOVIES, rows("dan", "z", 1));
      ledger.commitVersion(PortFixtures.version(MOVIES, 1, 0), 0);
      for (int k = 0; k < 30; k++) {
        Acceptance _ = ledger
            .accept(PortFixtures.submission(k, MOVIES, new ErasureTarget.User("user" + k)));
      }
    }
  }

  /** Everything that can be read of a data folder. */
  private String read() {
    StringBuilder all = new StringBuilder();
    try (DataFolder folder = DataFolder.open(data())) {
      InstallationKeys keys = new FileInstallationKeyStore(
          folder.layout(), () -> true, new SecureRandom()).loadOrCreate();
      all.append(HexFormat.of().formatHex(keys.digestSecret()));
      CheckpointStore checkpoints = new FileCheckpointStore(folder);
      for (int number = 1; number <= 2; number++) {
        all.append(text(checkpoints.read(new VersionId(MOVIES, number))));
      }
      all.append(PortFixtures.text(new FileInteractionLog(folder).read(MOVIES, 4)));
      try (SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
        all.append(ledger.active(MOVIES)).append(ledger.versions(MOVIES));
        all.append(ledger.list(ErasureFilter.ALL, ErasurePage.FIRST, 100))
            .append(ledger.open(MOVIES));
        all.append(ledger.tombstones(MOVIES));
      }
    }
    return all.toString();
  }

  private static String text(StoredCheckpoint stored) {
    Checkpoint checkpoint = stored.checkpoint();
    StringBuilder text = new StringBuilder(stored.digest()).append(checkpoint.manifest())
        .append(checkpoint.ids())
        .append(Arrays.toString(checkpoint.unlearningState()));
    for (Tensor tensor : checkpoint.artifact().tensors()) {
      tensor.chunks().forEach(chunk -> text.append(Arrays.toString(chunk)));
    }
    return text.toString();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(data())) {
      return files.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void read_oneBitFlippedOrFileCut_isRefusedOrAsItWasWritten() throws IOException {
    String written = read();
    Map<Path, byte[]> intact = new TreeMap<>();
    for (Path file : files()) {
      intact.put(file, Files.readAllBytes(file));
    }
    List<Path> files = new ArrayList<>(intact.keySet());
    assertTrue(files.size() >= 8, files.toString());
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    for (int k = 0; k < FLIPS; k++) {
      Path file = files.get(k % files.size());
      byte[] bytes = Objects.requireNonNull(intact.get(file)).clone();
      String what = root.relativize(file).toString();
      if (random.nextInt(CUT_ONE_IN) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        what += " cut to " + bytes.length;
      } else {
        int bit = random.nextInt(bytes.length * Byte.SIZE);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        what += " with bit " + bit;
      }
      Files.write(file, bytes);
      refused += isRefused(written, what) ? 1 : 0;
      restore(intact);
    }
    System.out.printf(
        "%d damages, seed %d: %d refused, the others without effect%n", FLIPS, SEED, refused);
    assertTrue(refused > FLIPS / 2, refused + " refused");
  }

  private boolean isRefused(String written, String what) {
    try {
      assertEquals(written, read(), "accepted: " + what);
      return false;
    } catch (LetheException refusal) {
      assertTrue(NAMED.contains(refusal.kind()), what + ": " + refusal);
      return true;
    } catch (RuntimeException unnamed) {
      throw new AssertionError("no named reason: " + what, unnamed);
    }
  }

  private void restore(Map<Path, byte[]> intact) throws IOException {
    for (Path file : files()) {
      if (!intact.containsKey(file)) {
        Files.delete(file);
      }
    }
    for (Map.Entry<Path, byte[]> file : intact.entrySet()) {
      Files.createDirectories(file.getKey().getParent());
      Files.write(file.getKey(), file.getValue());
    }
  }
}
