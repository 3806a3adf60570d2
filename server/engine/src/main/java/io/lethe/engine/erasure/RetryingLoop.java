package io.lethe.engine.erasure;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task again and again, never twice at a time: at once when woken, and after a growing delay
 * when storage failed. Thread-safe.
 */
final class RetryingLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingLoop.class);
  private static final int DOUBLINGS_MAX = 20;

  private final String name;
  private final Runnable task;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final ErasureConfig config;
  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicBoolean planned = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  /** Only touched by the task's runs, which follow each other. */
  private int failuresInARow;

  RetryingLoop(
      String name, Runnable task, Executor executor, ScheduledExecutorService timer,
      ErasureConfig config) {
    this.name = name;
    this.task = task;
    this.executor = executor;
    this.timer = timer;
    this.config = config;
  }

  /** Runs the task soon: after the run under way, if there is one. */
  void wake() {
    if (!stopped && wakes.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  /** Runs the task after a delay, or earlier if such a run is planned already. */
  void wakeAfter(Duration delay) {
    if (delay.isZero()) {
      wake();
    } else if (!stopped && planned.compareAndSet(false, true)) {
      var _ = timer.schedule(this::wakeAsPlanned, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void wakeAsPlanned() {
    planned.set(false);
    wake();
  }

  /** No run begins from now on. */
  void stop() {
    stopped = true;
  }

  /** What went wrong in the last run. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    int seen;
    do {
      seen = wakes.get();
      if (!stopped) {
        runOnce();
      }
    } while (wakes.addAndGet(-seen) != 0);
  }

  private void runOnce() {
    try {
      task.run();
      failure = null;
      failuresInARow = 0;
    } catch (RuntimeException failed) {
      failure = failed;
      if (failed instanceof LetheException known && known.kind() == ErrorKind.CANCELLED) {
        LOG.info("{}: cancelled", name);
        return;
      }
      Duration delay = delay();
      failuresInARow++;
      LOG.warn("{}: failed {} times in a row, next try in {}", name, failuresInARow, delay, failed);
      wakeAfter(delay);
    } catch (Throwable fatal) {
      failure = fatal;
      stopped = true;
      LOG.error("{}: stopped for good", name, fatal);
      throw fatal;
    }
  }

  private Duration delay() {
    Duration delay = config.retryDelayMin()
        .multipliedBy(1L << Math.min(failuresInARow, DOUBLINGS_MAX));
    return delay.compareTo(config.retryDelayMax()) > 0 ? config.retryDelayMax() : delay;
  }
}
