package io.lethe.store.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.DiskOperation;
import io.lethe.store.simulated.NthOperation;
import io.lethe.store.simulated.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every step of every operation on interaction logs and keys goes wrong once. */
class StoreFaultsTest {

  private static final ErasureTarget ANN = new ErasureTarget.User("ann");

  private static NthOperation.Scenario onLog(
      Consumer<InteractionLog> prepare, Consumer<InteractionLog> act) {
    return new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        in(root, prepare);
      }

      @Override
      public void act(Path root) {
        in(root, act);
      }

      @Override
      public String observe(Path root) {
        StringBuilder text = new StringBuilder();
        in(root, log -> text.append(text(log.read(MOVIES, log.end(MOVIES)))));
        return text.toString();
      }
    };
  }

  private static void in(Path root, Consumer<InteractionLog> work) {
    try (DataFolder folder = DataFolder.open(root)) {
      work.accept(new FileInteractionLog(folder));
    }
  }

  private static void threeParts(InteractionLog log) {
    log.append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "y", 3, "ann", "z", 2));
    log.append(MOVIES, rows("bob", "y", 1));
  }

  @Test
  void append_firstOfAll_beforeOrAfter() {
    new NthOperation(
        onLog(log -> {}, log -> log.append(MOVIES, rows("ann", "x", 5, "bob", "y", 4))))
        .everyWay(20);
  }

  @Test
  void append_further_beforeOrAfter() {
    new NthOperation(
        onLog(StoreFaultsTest::threeParts, log -> log.append(MOVIES, rows("ann", "x", 5))))
        .everyWay(20);
  }

  @Test
  void append_thatMergesAll_beforeOrAfter() {
    new NthOperation(onLog(log -> {
      for (int k = 0; k < LogFolder.MAX_SEGMENTS; k++) {
        log.append(MOVIES, rows("user" + k % 7, "item" + k, k));
      }
    }, log -> log.append(MOVIES, rows("ann", "x", 5)))).everyWay(150);
  }

  @Test
  void purge_rowsInTwoFiles_eachBeforeOrAfter() {
    new NthOperation(
        onLog(StoreFaultsTest::threeParts, log -> log.purge(MOVIES, List.of(ANN))),
        "[-, bob/x=4.0, cat/y=3.0, ann/z=2.0, bob/y=1.0]",
        "[ann/x=5.0, bob/x=4.0, cat/y=3.0, -, bob/y=1.0]").everyWay(50);
  }

  @Test
  void create_keys_noneOrWholeOnes() {
    new NthOperation(new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        DataFolder.open(root).close();
      }

      @Override
      public void act(Path root) {
        keys(root);
      }

      @Override
      public String observe(Path root) {
        try (DataFolder folder = DataFolder.open(root)) {
          return DurableFiles.isThere(folder.layout().keys()) ? keys(folder) : "none";
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }).everyWay(15);
  }

  private static String keys(Path root) {
    try (DataFolder folder = DataFolder.open(root)) {
      return keys(folder);
    }
  }

  private static String keys(DataFolder folder) {
    return HexFormat.of()
        .formatHex(
            new FileInstallationKeyStore(folder.layout(), () -> true, new FixedRandom())
                .loadOrCreate()
                .digestSecret());
  }

  /** The same keys every time, so that a state can be recognised. */
  private static final class FixedRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 7);
    }
  }

  @Test
  void load_diskDoesNotTellWhetherKeysAreThere_neverMakesNewOnes() {
    SimulatedDisk disk = new SimulatedDisk();
    Path root = disk.root().resolve("data");
    String made = keys(root);
    disk.fault(
        operation -> operation.kind() == DiskOperation.Kind.LOOK
            && operation.path().endsWith("/keys") ? DiskFault.Effect.FAIL : DiskFault.Effect.NONE);
    LetheException refusal = assertThrows(LetheException.class, () -> keys(root));
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    disk.fault(DiskFault.none());
    assertEquals(made, keys(root));
  }
}
