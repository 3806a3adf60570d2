package io.lethe.engine.erasure;

import io.lethe.engine.model.StepTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Collects the phases of a piece of work by a monotonic clock. Confined to one thread at a time. */
final class PhaseLog implements StepTimer {

  private final LongSupplier nanoClock;
  private final List<Phase> phases = new ArrayList<>();

  PhaseLog(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public void time(String step, Runnable work) {
    long start = nanoClock.getAsLong();
    work.run();
    since(step, start);
  }

  /** Notes a phase that began at a reading of the clock and ends now. */
  void since(String step, long start) {
    add(step, Duration.ofNanos(nanoClock.getAsLong() - start));
  }

  void add(String step, Duration duration) {
    phases.add(new Phase(step, duration));
  }

  void addAll(List<Phase> more) {
    phases.addAll(more);
  }

  long now() {
    return nanoClock.getAsLong();
  }

  List<Phase> phases() {
    return List.copyOf(phases);
  }
}
