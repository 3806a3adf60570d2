package io.lethe.simulation;

import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Receipt;
import org.jspecify.annotations.Nullable;

/** A request to forget, and all that its client was told about it. Confined to one thread. */
final class Ask {

  final ErasureRequest request;
  /** Null until acknowledged. */
  @Nullable ErasureId id;
  /** Sent, however that ended. */
  boolean sentBefore;
  /** The server said no, and that nothing was accepted. */
  boolean refused;
  /** The furthest durable state that was seen. */
  ErasureState seen = ErasureState.HELD;
  /** Null until completed. */
  @Nullable Receipt receipt;
  /** Its position, once acknowledged. */
  long position;

  Ask(ErasureRequest request) {
    this.request = request;
  }

  boolean acknowledged() {
    return id != null;
  }

  boolean completed() {
    return seen == ErasureState.COMPLETED;
  }

  /** Told that it is taken back. */
  boolean cancelled() {
    return seen == ErasureState.CANCELLED;
  }

  /** What it names must not be served. */
  boolean binds() {
    return acknowledged() && !cancelled();
  }

  /** Sent, perhaps arrived: to be sent again. */
  boolean unclear() {
    return id == null && !refused;
  }
}
