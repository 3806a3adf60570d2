package io.lethe.store.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.LetheException;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Changes of checkpoints that a dying disk refuses half-way, and that therefore cannot take back what
 * they wrote. The process goes on, and so does the disk: what was left goes at the next look.
 */
class FailedChangesTest {

  private static final VersionId FIRST = new VersionId(PortFixtures.MOVIES, 1);
  private static final VersionId SECOND = new VersionId(PortFixtures.MOVIES, 2);

  private final SimulatedDisk prepared = new SimulatedDisk();

  private static Checkpoint whole(long number, int seed) {
    return CheckpointStoreContract.checkpoint(PortFixtures.MOVIES, number, seed, null);
  }

  private static Path versions(SimulatedDisk disk) {
    return new StoreLayout(data(disk)).versions(PortFixtures.MOVIES);
  }

  private static Path data(SimulatedDisk disk) {
    return disk.root().resolve("data");
  }

  private static List<String> names(SimulatedDisk disk) throws IOException {
    Stream<Path> files = DurableFiles.children(versions(disk)).stream();
    return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
  }

  /** A whole first version and a second one that is written as a difference to it. */
  private void prepare() {
    try (DataFolder folder = DataFolder.open(data(prepared))) {
      FileCheckpointStore store = new FileCheckpointStore(folder);
      store.write(CheckpointStoreContract.derived(whole(1, 7), store.write(whole(1, 7)), 2));
    }
  }

  /** Fails from each thing on that the change asks of the disk; says how often something was left. */
  private int refusedFromEachOn(Consumer<CheckpointStore> change) throws IOException {
    prepare();
    int left = 0;
    boolean refused = true;
    for (int n = 1; refused; n++) {
      SimulatedDisk disk = prepared.copy();
      try (DataFolder folder = DataFolder.open(data(disk))) {
        CheckpointStore store = new FileCheckpointStore(folder);
        disk.fault(DiskFault.failFrom(n));
        refused = isRefused(() -> change.accept(store));
        disk.fault(DiskFault.none());
        left += leftovers(disk) > 0 ? 1 : 0;
        var _ = store.list(PortFixtures.MOVIES);
        assertEquals(0, leftovers(disk), () -> "after a refusal: " + disk.operations());
      }
    }
    return left;
  }

  private static boolean isRefused(Runnable change) {
    try {
      change.run();
      return false;
    } catch (LetheException refusal) {
      return true;
    }
  }

  /** Temporary names, and deltas beside the whole checkpoint that took their place. */
  private static long leftovers(SimulatedDisk disk) throws IOException {
    List<String> names = names(disk);
    return names.stream()
        .filter(
            name -> name.startsWith(StoreLayout.TEMPORARY_PREFIX)
                || (name.equals("2-on-1.delta") && names.contains("2")))
        .count();
  }

  @Test
  void write_refused_leavesNothing() throws IOException {
    assertTrue(refusedFromEachOn(store -> store.write(whole(3, 8))) > 5);
  }

  @Test
  void rewrite_refused_leavesNothing() throws IOException {
    assertTrue(
        refusedFromEachOn(store -> store.rewrite(whole(2, 9), store.read(SECOND).digest())) > 5);
  }

  @Test
  void destroy_refused_leavesNothing() throws IOException {
    assertTrue(refusedFromEachOn(store -> store.destroy(FIRST)) > 5);
  }
}
