package io.lethe.kernels;

import java.util.concurrent.Executor;

/**
 * Runs loops over rows in parallel on an executor lent by the caller. The calling thread works too
 * and never waits for a task that has not started, so a busy or small executor slows it down and
 * cannot block it. Each row is done by one task, whatever the number of threads: results are the
 * same bits.
 *
 * @param executor runs all but the caller's own part
 * @param parallelism threads at most, the caller included; at least 1
 */
public record Workers(Executor executor, int parallelism) {

  /** More tasks than threads, so that one slow core does not hold up the rest. */
  private static final int TASKS_PER_THREAD = 4;

  public Workers {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism + " is below 1 thread");
    }
  }

  /** Everything on the calling thread. */
  public static Workers serial() {
    return new Workers(Runnable::run, 1);
  }

  /**
   * Splits rows into ranges of about equal length.
   *
   * @param rowsMin fewest rows worth a task
   * @throws RuntimeException the first failure of a task, after all running tasks have ended
   */
  public void run(int rows, int rowsMin, RangeTask task) {
    int count = tasks(rows, rowsMin);
    int[] bounds = new int[count + 1];
    for (int t = 0; t <= count; t++) {
      bounds[t] = (int) ((long) rows * t / count);
    }
    runRanges(bounds, task);
  }

  /** Number of tasks for an amount of work of which {@code workMin} is worth a task. */
  int tasks(long work, int workMin) {
    if (parallelism == 1) {
      return 1;
    }
    return (int) Math.clamp(work / workMin, 1, (long) parallelism * TASKS_PER_THREAD);
  }

  /** Runs one task per range {@code bounds[t] .. bounds[t + 1] - 1}. */
  void runRanges(int[] bounds, RangeTask task) {
    int count = bounds.length - 1;
    if (count == 1 || parallelism == 1) {
      task.run(bounds[0], bounds[count]);
      return;
    }
    SharedRanges ranges = new SharedRanges(bounds, task);
    ranges.runWith(executor, Math.min(parallelism, count) - 1);
  }
}
