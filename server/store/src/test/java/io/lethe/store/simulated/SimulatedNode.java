package io.lethe.store.simulated;

/** A file or folder, whatever its names. */
sealed interface SimulatedNode permits SimulatedFile, SimulatedFolder {

  /** Makes everything unsynced durable. */
  void sync();

  /** A sync that fails. */
  void failSync();

  /** Bytes it takes up. */
  long bytes();
}
