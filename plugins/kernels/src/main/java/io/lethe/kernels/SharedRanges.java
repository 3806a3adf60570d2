package io.lethe.kernels;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Ranges that several threads take one by one until none is left or one has failed. */
final class SharedRanges {

  private final int[] bounds;
  private final RangeTask task;
  private int next;
  private int running;
  private @Nullable Throwable failure;

  SharedRanges(int[] bounds, RangeTask task) {
    this.bounds = bounds;
    this.task = task;
  }

  /** Runs everything on this thread and up to {@code helpers} of the executor's. */
  void runWith(Executor executor, int helpers) {
    try {
      for (int h = 0; h < helpers; h++) {
        executor.execute(this::work);
      }
      work();
    } finally {
      awaitRunning();
    }
    rethrow();
  }

  private void work() {
    for (int range = take(); range >= 0; range = take()) {
      Throwable thrown = null;
      try {
        task.run(bounds[range], bounds[range + 1]);
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
      done(thrown);
    }
  }

  private synchronized int take() {
    if (next == bounds.length - 1 || failure != null) {
      return -1;
    }
    running++;
    return next++;
  }

  private synchronized void done(@Nullable Throwable thrown) {
    running--;
    if (failure == null) {
      failure = thrown;
    }
    notifyAll();
  }

  /** Ends the handing out, then waits; an interrupt is kept for the caller to see. */
  private synchronized void awaitRunning() {
    next = bounds.length - 1;
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void rethrow() {
    switch (failure) {
      case null -> {
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
