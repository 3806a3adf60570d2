package io.lethe.server.wiring;

import io.lethe.server.config.CallLimits;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every thread of a server: named pools of fixed size, one per kind of work, so that no kind can
 * starve another. Closed as a whole, after everything that uses them.
 */
final class Executors implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Executors.class);
  private static final int CONTROL_THREADS = 4;
  private static final int ERASURE_THREADS = 2;
  private static final int UNLEARNING_THREADS = 2;
  /** They wait for the disk together. */
  private static final int INTAKE_THREADS = 8;
  /** Those who wait for plugins: erasing, retraining, learning, training, rebasing, plans, the start. */
  private static final int GUARDED_CALLERS_MAX = ERASURE_THREADS + 4 + UNLEARNING_THREADS
      + CONTROL_THREADS + 1;
  private static final long IDLE_SECONDS_MAX = 60;
  /** Parts of plugins' work; whoever gives out more does them himself. */
  private static final int WAITING_PARTS_MAX = 65_536;
  private static final int WAITING_TRAININGS_MAX = 16;
  private static final long END_SECONDS_MAX = 30;

  private final ThreadPoolExecutor serving;
  private final ThreadPoolExecutor batches;
  private final int servingThreads;
  private final ThreadPoolExecutor plugins;
  private final ThreadPoolExecutor unlearning;
  private final ThreadPoolExecutor intake;
  private final ThreadPoolExecutor control;
  private final ThreadPoolExecutor erasure = pool("lethe-erasure", ERASURE_THREADS);
  /** Each model has one task in it at most. */
  private final ThreadPoolExecutor filters = pool(
      1, new LinkedBlockingQueue<>(), new YieldingThreads(named("lethe-filters")));
  private final ThreadPoolExecutor metrics = pool("lethe-metrics", 1);
  private final ThreadPoolExecutor housekeeping = pool("lethe-housekeeping", 1);
  private final ThreadPoolExecutor retraining = pool("lethe-retraining", 1);
  private final ThreadPoolExecutor learning = pool("lethe-learning", 1);
  private final ThreadPoolExecutor training = pool(
      "lethe-training", 1, new ArrayBlockingQueue<>(WAITING_TRAININGS_MAX));
  /** Virtual, one for each task: what waits for another machine holds up nothing else. */
  private final ExecutorService outgoing = java.util.concurrent.Executors
      .newThreadPerTaskExecutor(Thread.ofVirtual().name("lethe-outgoing-", 0).factory());
  private final ThreadPoolExecutor compute;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
      1, named("lethe-timer"));

  /**
   * Starts threads when they are first needed, but those that intake would begin now: on Linux a thread
   * inherits its creator's nice value, and must not yield as intake does. What trains, learns and solves
   * yields to answers as intake does, and so do batches to answers for one.
   *
   * @param servingThreads answer recommendations for one, and as many answer batches
   * @param computeThreads train and unlearn
   * @param limits of calls, which bound the queues of those who answer them
   * @param abandonedCallsMax calls of plugins that may go on although nobody waits for them
   */
  Executors(int servingThreads, int computeThreads, CallLimits limits, int abandonedCallsMax) {
    this.servingThreads = servingThreads;
    plugins = pluginPool(GUARDED_CALLERS_MAX + 2 * abandonedCallsMax);
    serving = pool("lethe-serving", servingThreads, calls(limits.servingMax()));
    batches = pool(
        servingThreads, calls(limits.servingMax()), new YieldingThreads(named("lethe-batches")));
    unlearning = pool("lethe-unlearning", UNLEARNING_THREADS, calls(limits.unlearningMax()));
    intake = pool(
        INTAKE_THREADS, calls(limits.intakeMax()), new YieldingThreads(named("lethe-intake")));
    control = pool("lethe-control", CONTROL_THREADS, calls(limits.controlMax()));
    compute = new ThreadPoolExecutor(
        computeThreads, computeThreads, 0, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING_PARTS_MAX), new YieldingThreads(pluginParts()),
        new CallerRunsPolicy());
    timer.setRemoveOnCancelPolicy(true);
    for (ThreadPoolExecutor pool : List.of(retraining, learning, housekeeping, timer)) {
      pool.prestartAllCoreThreads();
    }
  }

  /** Every call under way has one task at most, and no more are taken: it is never full. */
  private static BlockingQueue<Runnable> calls(int callsMax) {
    return new ArrayBlockingQueue<>(callsMax);
  }

  /** Its queue is bounded by what feeds it: every model's loops have one task each at most. */
  private static ThreadPoolExecutor pool(String name, int threads) {
    return pool(name, threads, new LinkedBlockingQueue<>());
  }

  private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
    return pool(threads, queue, named(name));
  }

  private static ThreadPoolExecutor pool(
      int threads, BlockingQueue<Runnable> queue, ThreadFactory factory) {
    return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queue, factory);
  }

  /** Nothing waits in it: every caller has a thread, and every abandoned call keeps one. */
  private static ThreadPoolExecutor pluginPool(int threadsMax) {
    return new ThreadPoolExecutor(
        0, threadsMax, IDLE_SECONDS_MAX, TimeUnit.SECONDS, new SynchronousQueue<>(),
        new YieldingThreads(named("lethe-plugin")));
  }

  /** Replaces threads that plugins hold and do not give back, whether they served one or a batch. */
  void servingLost(int lost) {
    resize(serving, servingThreads + lost);
    resize(batches, servingThreads + lost);
  }

  private static void resize(ThreadPoolExecutor pool, int wanted) {
    synchronized (pool) {
      if (wanted > pool.getMaximumPoolSize()) {
        pool.setMaximumPoolSize(wanted);
        pool.setCorePoolSize(wanted);
      } else {
        pool.setCorePoolSize(wanted);
        pool.setMaximumPoolSize(wanted);
      }
    }
  }

  /** Parts of plugins' work: whatever they throw is theirs, and ends nothing else. */
  private static ThreadFactory pluginParts() {
    return Thread.ofPlatform()
        .daemon()
        .name("lethe-compute-", 0)
        .uncaughtExceptionHandler((thread, thrown) -> LOG.error("a plugin's part failed", thrown))
        .factory();
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /** How many threads answer recommendations for one, and how many answer batches. */
  int servingThreads() {
    return servingThreads;
  }

  ExecutorService serving() {
    return serving;
  }

  /** Where many users are answered at once: these threads let answers for one go first. */
  ExecutorService batches() {
    return batches;
  }

  ExecutorService unlearning() {
    return unlearning;
  }

  ExecutorService plugins() {
    return plugins;
  }

  ExecutorService intake() {
    return intake;
  }

  ExecutorService control() {
    return control;
  }

  ExecutorService erasure() {
    return erasure;
  }

  /** Where filters that are new look at all items. */
  ExecutorService filters() {
    return filters;
  }

  ExecutorService metrics() {
    return metrics;
  }

  ExecutorService housekeeping() {
    return housekeeping;
  }

  ExecutorService learning() {
    return learning;
  }

  ExecutorService retraining() {
    return retraining;
  }

  ExecutorService training() {
    return training;
  }

  /** Waits for other machines; whoever uses it bounds its tasks. */
  ExecutorService outgoing() {
    return outgoing;
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
    for (ExecutorService pool : new ExecutorService[]{timer, unlearning, intake, control, metrics,
        outgoing, training, learning, retraining, erasure, housekeeping}) {
      end(pool);
    }
    // These write nothing. A plugin may hold their threads for ever, which must not hold up the rest.
    for (ExecutorService pool : new ExecutorService[]{serving, batches, filters, plugins,
        compute}) {
      pool.shutdownNow();
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
