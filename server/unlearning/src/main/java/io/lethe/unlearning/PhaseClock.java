package io.lethe.unlearning;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Adds up the time between one phase's beginning and the next one's. Confined to one thread. */
final class PhaseClock {

  private final LongSupplier nanoClock;
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private String phase = "";
  private long began;

  PhaseClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Ends the phase before, if any, and begins or resumes one. */
  void enter(String next) {
    long now = nanoClock.getAsLong();
    if (!phase.isEmpty()) {
      nanos.merge(phase, now - began, Long::sum);
    }
    phase = next;
    began = now;
  }

  /** Ends the last phase. */
  List<UnlearningReport.Phase> phases() {
    enter("");
    return nanos.entrySet()
        .stream()
        .map(e -> new UnlearningReport.Phase(e.getKey(), Duration.ofNanos(e.getValue())))
        .toList();
  }
}
