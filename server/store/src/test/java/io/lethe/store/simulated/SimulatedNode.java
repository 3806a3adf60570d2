package io.lethe.store.simulated;

/** A file or folder, whatever its names. */
sealed interface SimulatedNode permits SimulatedFile, SimulatedFolder {

  /** Makes everything unsynced durable. */
  void sync();

  /** Forgets that anything is unsynced, although the disk does not have it. */
  void loseUnsynced();

  /** Bytes it takes up. */
  long bytes();
}
