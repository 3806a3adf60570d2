package io.lethe.server.wiring;

import io.lethe.server.config.CallLimits;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Every thread of a server: named pools of fixed size, one per kind of work, so that no kind can
 * starve another. Closed as a whole, after everything that uses them.
 */
final class Executors implements AutoCloseable {

  private static final int CONTROL_THREADS = 4;
  private static final int UNLEARNING_THREADS = 2;
  private static final int ERASURE_THREADS = 2;
  private static final int WAITING_TRAININGS_MAX = 16;
  private static final long END_SECONDS_MAX = 30;

  private final ThreadPoolExecutor serving;
  private final ThreadPoolExecutor unlearning;
  private final ThreadPoolExecutor control;
  private final ThreadPoolExecutor erasure = pool("lethe-erasure", ERASURE_THREADS);
  private final ThreadPoolExecutor metrics = pool("lethe-metrics", 1);
  private final ThreadPoolExecutor housekeeping = pool("lethe-housekeeping", 1);
  private final ThreadPoolExecutor retraining = pool("lethe-retraining", 1);
  private final ThreadPoolExecutor training = pool(
      "lethe-training", 1, new ArrayBlockingQueue<>(WAITING_TRAININGS_MAX));
  private final ThreadPoolExecutor compute;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
      1, named("lethe-timer"));

  /**
   * Starts threads when they are first needed.
   *
   * @param servingThreads answer recommendations
   * @param computeThreads train and unlearn
   * @param limits of calls, which bound the queues of those who answer them
   */
  Executors(int servingThreads, int computeThreads, CallLimits limits) {
    serving = pool("lethe-serving", servingThreads, calls(limits.servingMax()));
    unlearning = pool("lethe-unlearning", UNLEARNING_THREADS, calls(limits.unlearningMax()));
    control = pool("lethe-control", CONTROL_THREADS, calls(limits.controlMax()));
    compute = pool("lethe-compute", computeThreads);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Every call under way has one task at most, and no more are taken: it is never full. */
  private static BlockingQueue<Runnable> calls(int callsMax) {
    return new ArrayBlockingQueue<>(callsMax);
  }

  /**
   * Its queue is bounded by what feeds it: every model's loops have one task each at most, and a
   * plugin's parallel parts are waited for by the few who train and unlearn.
   */
  private static ThreadPoolExecutor pool(String name, int threads) {
    return pool(name, threads, new LinkedBlockingQueue<>());
  }

  private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queue, named(name));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  ExecutorService serving() {
    return serving;
  }

  ExecutorService unlearning() {
    return unlearning;
  }

  ExecutorService control() {
    return control;
  }

  ExecutorService erasure() {
    return erasure;
  }

  ExecutorService metrics() {
    return metrics;
  }

  ExecutorService housekeeping() {
    return housekeeping;
  }

  ExecutorService retraining() {
    return retraining;
  }

  ExecutorService training() {
    return training;
  }

  ExecutorService compute() {
    return compute;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Interrupts what still runs, those who give out work before those who do it. */
  @Override
  public void close() {
    for (ExecutorService pool : new ExecutorService[]{timer, serving, unlearning, control, metrics,
        training, retraining, erasure, housekeeping, compute}) {
      end(pool);
    }
  }

  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "a thread did not end within %d s".formatted(END_SECONDS_MAX));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
