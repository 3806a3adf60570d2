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
  private static final int MIN = 8;
  private static final int MAX = 1000;

  private final AtomicLong now = new AtomicLong();
  private final AdaptiveLimit limit = new AdaptiveLimit(
      new AdaptiveLimit.Bounds(MIN, MAX, WAIT_MAX, WINDOW), now::get);

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
    assertEquals(MIN, limit.callsMax());
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
    Deque<Long> queue = new ArrayDeque<>();
    long step = Duration.ofMillis(1).toNanos();
    int steps = 5000;
    int answered = 0;
    long longest = 0;
    for (int k = 0; k < steps; k++) {
      now.addAndGet(step);
      for (int call = 0; call < 20; call++) {
        if (limit.tryTake()) {
          queue.add(now.get());
        }
      }
      for (int thread = 0; thread < 2 && !queue.isEmpty(); thread++) {
        long wait = now.get() - queue.remove();
        limit.waited(wait);
        limit.giveBack();
        answered++;
        longest = k > steps / 2 ? Math.max(longest, wait) : 0;
      }
    }
    assertEquals(2 * steps, answered);
    assertTrue(longest <= 2 * WAIT_MAX.toNanos(), "a wait of " + longest + " ns");
  }
}
