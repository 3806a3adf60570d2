package io.lethe.store.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
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
import org.junit.jupiter.api.Test;

/** Every step of making and reading keys goes wrong once. */
class KeyFaultsTest {

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
