package io.lethe.server.grpc.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * As many calls as keep the threads busy and no more. What is measured is how long calls wait for a
 * thread, not how long they take: a call for 256 users may well take longer than one for a single
 * user, but neither should wait. If even the shortest wait of a window was too long, there is a queue
 * that does not go away (CoDel: Nichols and Jacobson, 2012), and the limit shrinks in proportion; if
 * calls were turned away although nobody waited long, it grows. Lock-free.
 */
final class AdaptiveLimit implements CallLimit {

  private static final double SHRINKS_TO_MIN = 0.5;
  private static final int GROWS_BY_ONE_IN = 10;

  private final Bounds bounds;
  private final LongSupplier nanoClock;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong shortestWait = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong windowEnd;
  private volatile int callsMax;
  private volatile boolean reached;

  /**
   * Between what a limit moves, and by what.
   *
   * @param min calls that are always taken
   * @param max calls that are never exceeded
   * @param waitMax how long calls should wait at most
   * @param window how often the limit moves
   */
  record Bounds(int min, int max, Duration waitMax, Duration window) {

    Bounds {
      if (min < 1 || max < min || !waitMax.isPositive() || !window.isPositive()) {
        throw new IllegalArgumentException(
            "%d to %d calls that wait %s, looked at every %s".formatted(min, max, waitMax, window));
      }
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
    long wanted = bounds.waitMax().toNanos();
    if (shortest > wanted) {
      double share = Math.max(SHRINKS_TO_MIN, (double) wanted / shortest);
      callsMax = Math.max(bounds.min(), (int) (before * share));
    } else if (reached) {
      callsMax = Math.min(bounds.max(), before + 1 + before / GROWS_BY_ONE_IN);
    }
    reached = false;
  }

  @Override
  public int callsMax() {
    return callsMax;
  }

  @Override
  public void refused() {
    reached = true;
  }
}
