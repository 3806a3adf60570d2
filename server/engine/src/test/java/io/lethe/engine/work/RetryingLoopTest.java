package io.lethe.engine.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.memory.SimulatedCrash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryingLoopTest {

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Deque<Throwable> faults = new ArrayDeque<>();
  private int runs;
  private final RetryingLoop loop = new RetryingLoop(
      "a test", this::run, Runnable::run, timer,
      new RetryingLoop.Delays(Duration.ofDays(1), Duration.ofDays(1)));

  private void run() {
    runs++;
    switch (faults.poll()) {
      case null -> {
      }
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void wake_taskThrowsAnError_visibleAndTriedAgain() {
    faults.add(new AssertionError("a defect"));
    faults.add(new OutOfMemoryError("of one array"));
    loop.wake();
    assertInstanceOf(AssertionError.class, Objects.requireNonNull(loop.failure().orElse(null)));
    assertEquals(1, timer.getQueue().size(), "a retry is planned");
    loop.wake();
    assertEquals(2, loop.failuresInARow());
    loop.wake();
    assertTrue(loop.failure().isEmpty());
    assertEquals(0, loop.failuresInARow());
    assertEquals(3, runs);
  }

  @Test
  void wake_processDies_neverAgain() {
    faults.add(new SimulatedCrash("here"));
    assertThrows(SimulatedCrash.class, loop::wake);
    loop.wake();
    assertEquals(1, runs);
    assertTrue(loop.failure().isPresent());
  }

  /** The threads may be gone by then. */
  @Test
  void stop_whileARunIsUnderWayAndAnotherIsWanted_nothingMoreIsGivenToTheThreads() {
    int[] given = {0};
    RetryingLoop[] self = new RetryingLoop[1];
    self[0] = new RetryingLoop("a test", () -> {
      self[0].wake();
      self[0].stop();
    }, run -> {
      given[0]++;
      run.run();
    }, timer, new RetryingLoop.Delays(Duration.ofDays(1), Duration.ofDays(1)));
    self[0].wake();
    assertEquals(1, given[0]);
  }

  /** Of several delays the shortest counts, in whichever order they come. */
  @Test
  void wakeAfter_anEarlierRunIsPlanned_theEarlierOneStays() {
    loop.wakeAfter(Duration.ofHours(2));
    loop.wakeAfter(Duration.ofHours(1));
    loop.wakeAfter(Duration.ofHours(3));
    List<Runnable> planned = timer.getQueue()
        .stream()
        .filter(task -> !((Future<?>) task).isCancelled())
        .toList();
    assertEquals(1, planned.size());
    assertEquals(0, ((Delayed) planned.getFirst()).getDelay(TimeUnit.HOURS));
    assertEquals(0, runs);
  }
}
