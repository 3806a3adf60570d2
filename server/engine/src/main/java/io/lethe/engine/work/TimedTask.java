package io.lethe.engine.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task at each time that a calendar names, by the wall clock. A time that passes before the start
 * is passed over; of several that pass at once, as when the clock is set, one counts. Thread-safe.
 */
public final class TimedTask {

  /** The clock may be set: it is looked at this often. */
  private static final Duration LOOKED_AT = Duration.ofHours(1);

  private final Times times;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final Runnable task;
  /** Null if there is none; guarded by this. */
  private @Nullable Instant next;
  /** When it was last looked; guarded by this. */
  private Instant looked = Instant.MIN;
  private volatile boolean stopped;

  /** The times of a calendar. */
  @FunctionalInterface
  public interface Times {

    /** The first time after a moment; empty if there is none. */
    Optional<Instant> next(Instant after);

    /** No time at all. */
    static Times never() {
      return after -> Optional.empty();
    }
  }

  /**
   * A task that waits for {@link #start}.
   *
   * @param timer starts the task, which must be short
   */
  public TimedTask(
      Times times, InstantSource clock, ScheduledExecutorService timer, Runnable task) {
    this.times = times;
    this.clock = clock;
    this.timer = timer;
    this.task = task;
  }

  /** Runs the task from now on. Once. */
  public void start() {
    synchronized (this) {
      next = times.next(clock.instant()).orElse(null);
    }
    plan();
  }

  private void plan() {
    Duration left = left();
    if (left != null && !stopped) {
      long millis = Math.clamp(left.toMillis(), 1, LOOKED_AT.toMillis());
      var _ = timer.schedule(() -> {
        try {
          look();
        } finally {
          plan();
        }
      }, millis, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized @Nullable Duration left() {
    return next == null ? null : Duration.between(clock.instant(), next);
  }

  /** Runs the task if its time has come, whether or not the timer knows. */
  public void look() {
    boolean due;
    synchronized (this) {
      Instant now = clock.instant();
      due = next != null && !now.isBefore(next) && !stopped;
      if (due || now.isBefore(looked)) {
        // A clock that was set back comes to earlier times once more.
        next = times.next(now).orElse(null);
      }
      looked = now;
    }
    if (due) {
      task.run();
    }
  }

  /** Runs the task no more. */
  public void stop() {
    stopped = true;
  }
}
