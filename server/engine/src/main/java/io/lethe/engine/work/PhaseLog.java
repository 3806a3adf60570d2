package io.lethe.engine.work;

import io.lethe.engine.observe.StepEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Collects the phases of a piece of work by a monotonic clock, and tells flight recorders of them.
 * Confined to one thread at a time.
 */
public final class PhaseLog implements StepTimer {

  private final LongSupplier nanoClock;
  private final String model;
  private final int erasures;
  private final List<Phase> phases = new ArrayList<>();

  /**
   * Empty.
   *
   * @param model that is worked for
   * @param erasures that are worked for; 0 for none that was asked for
   */
  public PhaseLog(LongSupplier nanoClock, String model, int erasures) {
    this.nanoClock = nanoClock;
    this.model = model;
    this.erasures = erasures;
  }

  @Override
  public void time(String step, Runnable work) {
    long start = nanoClock.getAsLong();
    work.run();
    since(step, start);
  }

  /** Times work that returns something. */
  public <T> T timed(String step, Supplier<T> work) {
    long start = nanoClock.getAsLong();
    T result = work.get();
    since(step, start);
    return result;
  }

  /** Notes a phase that began at a reading of the clock and ends now. */
  public void since(String step, long start) {
    Duration took = Duration.ofNanos(nanoClock.getAsLong() - start);
    add(step, took);
    tell(step, took);
  }

  /** Tells flight recorders of a part of a phase. */
  public void tell(String step, Duration took) {
    StepEvent.tell(model, step, erasures, took);
  }

  public void add(String step, Duration duration) {
    phases.add(new Phase(step, duration));
  }

  public void addAll(List<Phase> more) {
    phases.addAll(more);
  }

  public long now() {
    return nanoClock.getAsLong();
  }

  public List<Phase> phases() {
    return List.copyOf(phases);
  }
}
