package io.lethe.server.grpc.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final Duration WAIT_MAX = Duration.ofMillis(50);
  private static final Duration WINDOW = Duration.ofMillis(100);
  private static final int THREADS = 2;
  private static final int MAX = 1000;

  private final AtomicLong now = new AtomicLong();
  private final AdaptiveLimit limit = new AdaptiveLimit(
      new AdaptiveLimit.Bounds(THREADS, MAX, WAIT_MAX, WINDOW), now::get);

  private void waited(Duration wait) {
    limit.waited(wait.toNanos());
  }

  private void nextWindow(Duration wait) {
    now.addAndGet(WINDOW.toNanos());
    waited(wait);
  }

  @Test
  void tryTake_asManyAsMayBe_refusedUntilOneIsGivenBack() {
    for (int call = 0; call < MAX; call++) {
      assertTrue(limit.tryTake());
    }
    assertFalse(limit.tryTake());
    limit.giveBack();
    assertTrue(limit.tryTake());
    assertFalse(limit.tryTake());
  }

  @Test
  void waited_everybodyTooLong_shrinksToTheLowerBoundAndNoFurther() {
    nextWindow(WAIT_MAX.multipliedBy(4));
    assertEquals(MAX / 2, limit.callsMax());
    for (int window = 0; window < 20; window++) {
      nextWindow(WAIT_MAX.multipliedBy(4));
    }
    assertEquals(2 * THREADS, limit.callsMax());
  }

  @Test
  void waited_somebodyBriefly_staysAsItIs() {
    waited(WAIT_MAX.dividedBy(2));
    nextWindow(WAIT_MAX.multipliedBy(4));
    assertEquals(MAX, limit.callsMax());
  }

  @Test
  void waited_brieflyAndNobodyTurnedAway_doesNotGrow() {
    nextWindow(WAIT_MAX.multipliedBy(2));
    nextWindow(Duration.ZERO);
    assertEquals(MAX / 2, limit.callsMax());
  }

  @Test
  void waited_brieflyAndSomebodyTurnedAway_grows() {
    nextWindow(WAIT_MAX.multipliedBy(2));
    for (int call = 0; call <= MAX / 2; call++) {
      limit.tryTake();
    }
    nextWindow(Duration.ZERO);
    assertEquals(MAX / 2 + MAX / 20 + 1, limit.callsMax());
  }

  /** Two threads, a millisecond for each call, and ten times as many calls as that can answer. */
  @Test
  void waited_tenfoldOverload_threadsStayBusyAndWaitsComeDownToTheBound() {
    Overload overload = new Overload(Duration.ofMillis(1));
    overload.run(5000);
    assertEquals(2 * 5000, overload.answered);
    assertTrue(overload.longest <= 2 * WAIT_MAX.toNanos(), "a wait of " + overload.longest);
  }

  /** Top-n of a million items: 32 places would be a wait of 320 ms. */
  @Test
  void waited_tenfoldOverloadOfSlowCalls_waitsComeDownToTheBoundAllTheSame() {
    Overload overload = new Overload(Duration.ofMillis(20));
    overload.run(1000);
    assertEquals(2 * 1000, overload.answered);
    assertTrue(overload.longest <= 2 * WAIT_MAX.toNanos(), "a wait of " + overload.longest);
  }

  @Test
  void waited_longWhereCallsAreShort_keepsWhatTheThreadsGetThroughWithinTheWait() {
    for (int window = 0; window < 20; window++) {
      limit.took(Duration.ofMillis(1).toNanos());
      nextWindow(WAIT_MAX.multipliedBy(4));
    }
    assertEquals(THREADS * 50, limit.callsMax());
  }

  /** Calls that each take a thread one step, and ten times as many as the threads can answer. */
  private final class Overload {

    private final long step;
    private final Deque<Long> queue = new ArrayDeque<>();
    private int answered;
    /** Of the second half. */
    private long longest;

    Overload(Duration call) {
      this.step = call.toNanos();
    }

    void run(int steps) {
      for (int k = 0; k < steps; k++) {
        now.addAndGet(step);
        for (int call = 0; call < 10 * THREADS; call++) {
          if (limit.tryTake()) {
            queue.add(now.get());
          }
        }
        for (int thread = 0; thread < THREADS && !queue.isEmpty(); thread++) {
          long wait = now.get() - queue.remove();
          limit.waited(wait);
          limit.took(step);
          limit.giveBack();
          answered++;
          longest = k > steps / 2 ? Math.max(longest, wait) : 0;
        }
      }
    }
  }
}
