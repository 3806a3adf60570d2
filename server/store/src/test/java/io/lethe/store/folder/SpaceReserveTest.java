package io.lethe.store.folder;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.interaction.FileInteractionLog;
import io.lethe.store.simulated.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpaceReserveTest {

  private static final long RESERVE = 100_000;

  private final SimulatedDisk disk = new SimulatedDisk();

  private static void refused(Executable call) {
    LetheException refusal = assertThrows(LetheException.class, call);
    assertEquals(ErrorKind.STORAGE_FULL, refusal.kind());
  }

  /** An earlier training without what was erased: nothing that was accepted needs it. */
  private static Checkpoint rebased(Checkpoint derived) {
    VersionManifest of = derived.manifest();
    return new Checkpoint(
        new VersionManifest(
            of.id(), of.parent(), of.origin(), of.createTime(), of.plugin(), of.pluginVersion(),
            of.pluginDigest(), of.training(), of.counts(), of.erasurePosition(),
            VersionMetrics.rebased(of)),
        derived.artifact(), derived.ids(), derived.unlearningState(), derived.sameIdsAs(),
        derived.parent());
  }

  @Test
  void newThings_reserveTouched_areRefusedWhileWhatWasAcceptedIsFinished() {
    try (DataFolder folder = DataFolder.open(disk.root().resolve("data"), RESERVE)) {
      InteractionLog log = new FileInteractionLog(folder);
      CheckpointStore checkpoints = new FileCheckpointStore(folder);
      Checkpoint first = CheckpointStoreContract.checkpoint(MOVIES, 1, 7, null);
      log.append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
      String digest = checkpoints.write(first);
      disk.capacity(disk.used() + RESERVE - 1);
      refused(() -> log.append(MOVIES, rows("cat", "x", 5)));
      refused(() -> checkpoints.write(first));
      Checkpoint derived = CheckpointStoreContract.derived(first, digest, 2);
      refused(() -> checkpoints.write(rebased(derived)));
      checkpoints.write(derived);
      assertEquals(1, log.purge(MOVIES, List.of(new ErasureTarget.User("ann"))));
      disk.capacity(disk.used() + RESERVE);
      log.append(MOVIES, rows("cat", "x", 5));
    }
  }
}
