package io.lethe.training;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs short phases of independent chunks, thousands a second, on the calling thread and on helpers
 * from the host's executor.
 *
 * <p>Assumes that chunks of a phase write to different places. Guarantees that {@link #run} returns
 * after all chunks have run, with their writes visible, and that every phase ends even if no helper
 * ever gets a thread: the caller takes whatever chunks nobody else took. Chunks are claimed in
 * order; which thread runs one is left to chance and must not matter.
 *
 * <p>Helpers wait between phases by spinning, then by naps of up to a millisecond, and end with
 * {@link #close}.
 */
public final class WorkTeam implements AutoCloseable {

  private static final int SPINS_BEFORE_NAP = 20_000;
  private static final long NAP_NANOS = 50_000;
  private static final int LONGEST_NAP = 20;

  private final int helpers;
  private volatile @Nullable Phase current;
  private volatile boolean closed;
  private boolean helped = true;

  /**
   * A team that waits for its first phase.
   *
   * @param parallelism threads that may work at once, the caller included
   */
  public WorkTeam(Executor executor, int parallelism) {
    this.helpers = parallelism - 1;
    for (int h = 0; h < helpers; h++) {
      executor.execute(this::help);
    }
  }

  /** Whether coming phases are shared with the helpers; otherwise they nap. */
  public void shareWithHelpers(boolean share) {
    helped = share;
  }

  /** Runs {@code work} once for each of {@code 0 .. chunks - 1}. */
  public void run(int chunks, IntConsumer work) {
    if (helpers == 0 || !helped || chunks < 2) {
      for (int c = 0; c < chunks; c++) {
        work.accept(c);
      }
      return;
    }
    Phase phase = new Phase(chunks, work);
    current = phase;
    phase.work();
    phase.await();
    current = null;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void help() {
    int idle = 0;
    while (!closed) {
      Phase phase = current;
      if (phase != null && phase.work()) {
        idle = 0;
      } else if (++idle < SPINS_BEFORE_NAP) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NANOS * Math.min(idle - SPINS_BEFORE_NAP + 1, LONGEST_NAP));
        idle = Math.min(idle, SPINS_BEFORE_NAP + LONGEST_NAP);
      }
    }
  }

  private static final class Phase {

    private final int chunks;
    private final IntConsumer work;
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Phase(int chunks, IntConsumer work) {
      this.chunks = chunks;
      this.work = work;
    }

    /** Whether there was anything left to do. */
    boolean work() {
      boolean worked = false;
      while (claimed.get() < chunks) {
        int chunk = claimed.getAndIncrement();
        if (chunk < chunks) {
          worked = true;
          runOne(chunk);
        }
      }
      return worked;
    }

    private void runOne(int chunk) {
      try {
        work.accept(chunk);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        done.incrementAndGet();
      }
    }

    void await() {
      for (int spins = 0; done.get() < chunks; spins++) {
        if (spins < SPINS_BEFORE_NAP) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
      switch (failure.get()) {
        case null -> {
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
