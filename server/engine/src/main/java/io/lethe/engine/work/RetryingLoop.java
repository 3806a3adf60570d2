package io.lethe.engine.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task again and again, never twice at a time: at once when woken, and after a growing delay
 * when it failed. Thread-safe.
 */
public final class RetryingLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingLoop.class);
  private static final int DOUBLINGS_MAX = 20;

  private final String name;
  private final Runnable task;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final Delays delays;
  private final AtomicInteger wakes = new AtomicInteger();
  /** Guarded by this. */
  private @Nullable ScheduledFuture<?> planned;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  /** Only touched by the task's runs, which follow each other. */
  private volatile int failuresInARow;

  /**
   * How long a failed task waits.
   *
   * @param min after a first failure; doubles with each further one
   * @param max the longest
   */
  public record Delays(Duration min, Duration max) {

    public Delays {
      if (min.isNegative() || max.compareTo(min) < 0) {
        throw new IllegalArgumentException("delays from %s to %s".formatted(min, max));
      }
    }
  }

  /**
   * A loop that waits to be woken.
   *
   * @param name for the log
   * @param executor runs the task
   * @param timer wakes it after a delay
   */
  public RetryingLoop(
      String name, Runnable task, Executor executor, ScheduledExecutorService timer,
      Delays delays) {
    this.name = name;
    this.task = task;
    this.executor = executor;
    this.timer = timer;
    this.delays = delays;
  }

  /** Runs the task soon: after the run under way, if there is one. */
  public void wake() {
    if (!stopped && wakes.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  /** Runs the task after a delay, or earlier if a run is planned that is earlier. */
  public void wakeAfter(Duration delay) {
    if (delay.isZero()) {
      wake();
    } else if (!stopped) {
      plan(delay.toNanos());
    }
  }

  private synchronized void plan(long nanos) {
    if (planned != null) {
      if (planned.getDelay(TimeUnit.NANOSECONDS) <= nanos) {
        return;
      }
      planned.cancel(false);
    }
    planned = timer.schedule(this::wakeAsPlanned, nanos, TimeUnit.NANOSECONDS);
  }

  private void wakeAsPlanned() {
    synchronized (this) {
      planned = null;
    }
    wake();
  }

  /** No run begins from now on. */
  public void stop() {
    stopped = true;
  }

  /** How many runs went wrong since the last one that did not. */
  public int failuresInARow() {
    return failuresInARow;
  }

  /** What went wrong in the last run. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    int seen = wakes.get();
    if (!stopped) {
      runOnce();
    }
    if (wakes.addAndGet(-seen) != 0 && !stopped) {
      // Behind what waits for the same thread by now.
      executor.execute(this::run);
    }
  }

  private void runOnce() {
    try {
      task.run();
      failure = null;
      failuresInARow = 0;
    } catch (RuntimeException failed) {
      tryLater(failed);
    } catch (StackOverflowError | OutOfMemoryError failed) {
      tryLater(failed);
    } catch (VirtualMachineError fatal) {
      failure = fatal;
      stopped = true;
      LOG.error("{}: stopped for good", name, fatal);
      throw fatal;
    } catch (Error failed) {
      tryLater(failed);
    }
  }

  /** Errors too, as long as the machine is sound: a loop that ends unseen keeps no promise. */
  private void tryLater(Throwable failed) {
    failure = failed;
    Duration delay = delay();
    int count = failuresInARow + 1;
    failuresInARow = count;
    if (stopped) {
      LOG.info("{}: ended", name);
      return;
    }
    LOG.warn("{}: failed {} times in a row, next try in {}", name, count, delay, failed);
    wakeAfter(delay);
  }

  private Duration delay() {
    Duration delay = delays.min().multipliedBy(1L << Math.min(failuresInARow, DOUBLINGS_MAX));
    return delay.compareTo(delays.max()) > 0 ? delays.max() : delay;
  }
}
