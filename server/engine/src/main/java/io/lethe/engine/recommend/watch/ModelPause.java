package io.lethe.engine.recommend.watch;

import io.lethe.engine.plugin.PluginLimits;
import java.time.Duration;

/** How long a model is not asked: longer each time, and after each one call may try. Thread-safe. */
final class ModelPause {

  private static final int DOUBLINGS_MAX = 20;

  private final PluginLimits limits;
  private int begun;
  private long until;
  private boolean trying;

  ModelPause(PluginLimits limits) {
    this.limits = limits;
  }

  /** Begins a pause, and says how long it is. */
  synchronized Duration begin(long now) {
    Duration length = limits.pauseMin().multipliedBy(1L << Math.min(begun, DOUBLINGS_MAX));
    Duration pause = length.compareTo(limits.pauseMax()) > 0 ? limits.pauseMax() : length;
    begun++;
    until = now + pause.toNanos();
    trying = false;
    return pause;
  }

  /** True for one call after each pause: it ends the pauses, or the next one begins. */
  synchronized boolean mayTry(long now) {
    if (trying || now - until < 0) {
      return false;
    }
    trying = true;
    return true;
  }
}
