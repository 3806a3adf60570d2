package io.lethe.store.interaction;

import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.interaction.InteractionLogContract;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.SimulatedDisk;

/** The contract on a simulated disk whose transfers are short, after a crash at every reopening. */
class SimulatedInteractionLogTest extends InteractionLogContract {

  private SimulatedDisk disk = new SimulatedDisk();
  private long seed;

  @Override
  protected InteractionLog reopen() {
    disk = disk.crashed(seed++);
    disk.shortTransfers(seed);
    return new FileInteractionLog(DataFolder.open(disk.root().resolve("data")));
  }
}
