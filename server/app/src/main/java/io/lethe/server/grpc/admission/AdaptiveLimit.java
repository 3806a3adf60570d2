package io.lethe.server.grpc.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * As many calls as keep the threads busy and no more. What is measured is how long calls wait for a
 * thread, not how long they take: a call for 256 users may well take longer than one for a single
 * user, but neither should wait. If even the shortest wait of a window was too long, there is a queue
 * that does not go away (CoDel: Nichols and Jacobson, 2012), and the limit shrinks in proportion, but
 * never below the calls that the threads get through within the wait, by what calls took lately; if
 * calls were turned away although nobody waited long, it grows. Lock-free.
 */
final class AdaptiveLimit implements CallLimit {

  private static final double SHRINKS_TO_MIN = 0.5;
  private static final int GROWS_BY_ONE_IN = 10;
  /** Calls of each thread that are always taken, however slow: one at work, and one that follows it. */
  private static final int CALLS_OF_THREAD_MIN = 2;

  private final Bounds bounds;
  private final LongSupplier nanoClock;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong shortestWait = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong windowEnd;
  private final LongAdder calls = new LongAdder();
  private final LongAdder work = new LongAdder();
  /** How long a call takes a thread, as of the last window in which there were any; 0 before. */
  private volatile long callNanos;
  private volatile int callsMax;
  private volatile boolean reached;

  /**
   * Between what a limit moves, and by what.
   *
   * @param threads that work on calls
   * @param max calls that are never exceeded
   * @param waitMax how long calls should wait at most
   * @param window how often the limit moves
   */
  record Bounds(int threads, int max, Duration waitMax, Duration window) {

    Bounds {
      if (threads < 1 || max < threads || !waitMax.isPositive() || !window.isPositive()) {
        throw new IllegalArgumentException(
            "%d threads for at most %d calls that wait %s, looked at every %s"
                .formatted(threads, max, waitMax, window));
      }
    }

    /** Calls that the threads get through within the wait, each of so many nanoseconds. */
    int within(long callNanos) {
      long least = (long) threads * CALLS_OF_THREAD_MIN;
      long within = callNanos == 0 ? 0 : waitMax.multipliedBy(threads).toNanos() / callNanos;
      return (int) Math.min(max, Math.max(least, within));
    }
  }

  /** Begins at the upper bound: a first burst is not turned away for want of experience. */
  AdaptiveLimit(Bounds bounds, LongSupplier nanoClock) {
    this.bounds = bounds;
    this.nanoClock = nanoClock;
    this.callsMax = bounds.max();
    this.windowEnd = new AtomicLong(nanoClock.getAsLong() + bounds.window().toNanos());
  }

  @Override
  public boolean tryTake() {
    int taken = underWay.get();
    while (taken < callsMax) {
      if (underWay.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = underWay.get();
    }
    reached = true;
    return false;
  }

  @Override
  public void giveBack() {
    underWay.decrementAndGet();
  }

  @Override
  public void waited(long nanos) {
    calls.increment();
    shortestWait.accumulateAndGet(nanos, Math::min);
    long now = nanoClock.getAsLong();
    long end = windowEnd.get();
    if (now - end >= 0 && windowEnd.compareAndSet(end, now + bounds.window().toNanos())) {
      move(shortestWait.getAndSet(Long.MAX_VALUE));
    }
  }

  /** Only the one that ended the window comes here. */
  private void move(long shortest) {
    int before = callsMax;
    callNanos = work.sumThenReset() / Math.max(1, calls.sumThenReset());
    long wanted = bounds.waitMax().toNanos();
    if (shortest > wanted) {
      double share = Math.max(SHRINKS_TO_MIN, (double) wanted / shortest);
      callsMax = Math.max(bounds.within(callNanos), (int) (before * share));
    } else if (reached) {
      callsMax = Math.min(bounds.max(), before + 1 + before / GROWS_BY_ONE_IN);
    }
    reached = false;
  }

  @Override
  public void took(long nanos) {
    work.add(nanos);
  }

  @Override
  public int callsMax() {
    return callsMax;
  }

  @Override
  public int underWay() {
    return underWay.get();
  }

  @Override
  public void refused() {
    reached = true;
  }
}
