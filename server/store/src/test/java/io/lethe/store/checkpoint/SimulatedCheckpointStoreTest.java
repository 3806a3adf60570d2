package io.lethe.store.checkpoint;

import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.SimulatedDisk;

/** The contract on a simulated disk whose transfers are short, after a crash at every reopening. */
class SimulatedCheckpointStoreTest extends CheckpointStoreContract {

  private SimulatedDisk disk = new SimulatedDisk();
  private long seed;

  @Override
  protected CheckpointStore reopen() {
    disk = disk.crashed(seed++);
    disk.shortTransfers(seed);
    return new FileCheckpointStore(DataFolder.open(disk.root().resolve("data")));
  }
}
