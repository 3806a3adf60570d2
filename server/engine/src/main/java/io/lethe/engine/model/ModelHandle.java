package io.lethe.engine.model;

/**
 * A claim on one available version, taken once per call and closed at its end. While it is open the
 * version's parameters stay usable. Confined to one thread at a time; closing twice is an error.
 */
public final class ModelHandle implements AutoCloseable {

  private final LoadedVersion loaded;
  private boolean open = true;

  ModelHandle(LoadedVersion loaded) {
    this.loaded = loaded;
  }

  /** The version claimed. */
  public ModelVersion version() {
    return loaded.version();
  }

  /** What a call is answered from, as of now: the whole call from one. */
  public Answering answering() {
    return loaded.answering();
  }

  /**
   * Whether the deadline for draining this version has passed. What was computed from it must then
   * be thrown away and computed again on the version that answers now: an answer that left later
   * might hold data whose erasure is already completed.
   */
  public boolean revoked() {
    return loaded.revoked();
  }

  @Override
  public void close() {
    if (!open) {
      throw new IllegalStateException("a handle on " + version().id() + " was closed twice");
    }
    open = false;
    loaded.release();
  }
}
