package io.lethe.store.simulated;

/** Decides which operations of a disk go wrong. */
@FunctionalInterface
public interface DiskFault {

  /** What becomes of an operation. */
  enum Effect {
    /** It does what it should. */
    NONE,
    /**
     * An I/O error. A write has then written half; a file's sync has lost what it should have made
     * durable while the cache takes it for written, as Linux does: a second sync succeeds and syncs
     * nothing. A folder's names stay unsynced.
     */
    FAIL,
    /** The process dies before it; whatever it asks afterwards throws again. */
    CRASH
  }

  Effect of(DiskOperation operation);

  /** Nothing goes wrong. */
  static DiskFault none() {
    return operation -> Effect.NONE;
  }

  /** The n-th operation fails, from 1. */
  static DiskFault failAt(int n) {
    return operation -> operation.number() == n ? Effect.FAIL : Effect.NONE;
  }

  /** The n-th operation and all after it fail, as when a disk dies. */
  static DiskFault failFrom(int n) {
    return operation -> operation.number() >= n ? Effect.FAIL : Effect.NONE;
  }

  /** The n-th sync fails, of a file or a folder. */
  static DiskFault failSyncAt(int n) {
    return operation -> operation.kind().isSync() && operation.syncs() == n
        ? Effect.FAIL
        : Effect.NONE;
  }

  /** The n-th sync and all later ones fail. */
  static DiskFault failSyncsFrom(int n) {
    return operation -> operation.kind().isSync() && operation.syncs() >= n
        ? Effect.FAIL
        : Effect.NONE;
  }

  /** The process dies before the n-th operation. */
  static DiskFault crashAt(int n) {
    return operation -> operation.number() == n ? Effect.CRASH : Effect.NONE;
  }
}
