package io.lethe.engine.alias.run;

/** Why the server took an alias away by itself: its version had to go. */
public enum AliasDrop {
  /** The time in which earlier versions may be rebased was over. */
  TOO_LATE,
  /** Only a training could take out of it what was erased. */
  NEEDS_TRAINING,
  /** What was erased could not be taken out of it, or the result could not be loaded. */
  FAILED,
  /** The server died while this was done. */
  SERVER_DIED
}
