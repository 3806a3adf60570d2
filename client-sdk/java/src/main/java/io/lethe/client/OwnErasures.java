package io.lethe.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest position, per model, of erasures that this client saw completed. Every later call asks
 * for a version that reflects it, so that no caller reads what it has just erased: not from a second
 * server that is behind, and not from one that was set back. Thread-safe; one number per model.
 */
final class OwnErasures {

  private final boolean heeded;
  private final Map<String, Long> positions = new ConcurrentHashMap<>();

  OwnErasures(boolean heeded) {
    this.heeded = heeded;
  }

  /**
   * Heeds completed erasures. One that found nothing to forget needs no version of its own, and may
   * never get one.
   *
   * @return the same
   */
  Erasure saw(Erasure erasure) {
    boolean completed = erasure.state() == Erasure.State.COMPLETED;
    if (heeded && completed && erasure.counts().interactions() > 0) {
      positions.merge(erasure.model(), erasure.erasurePosition(), Math::max);
    }
    return erasure;
  }

  /** What a call must ask for; what the caller wants comes on top. */
  long position(String model, long wanted) {
    return Math.max(wanted, positions.getOrDefault(model, 0L));
  }
}
