package io.lethe.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PluginGuardTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() throws InterruptedException {
    release.countDown();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(2, TimeUnit.MINUTES));
  }

  private PluginGuard guard(Duration solve, Duration train) {
    return guard(solve, train, threads);
  }

  private static PluginGuard guard(Duration solve, Duration train, Executor threads) {
    return new PluginGuard(
        new PluginLimits(
            Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ZERO, solve,
            train, 1, Duration.ofMillis(1)),
        threads);
  }

  /** Hands over and waits until a stubborn call has begun: one given up before then never begins. */
  private void executeBegun(Runnable call) {
    threads.execute(call);
    try {
      begun.await();
    } catch (InterruptedException told) {
      throw new IllegalStateException(told);
    }
  }

  private static ErrorKind kind(Executable call) {
    return assertThrows(LetheException.class, call).kind();
  }

  /** Until it is released, whatever anybody does. */
  private int stubborn() {
    int interruptions = 0;
    begun.countDown();
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException told) {
        interruptions++;
      }
    }
    return interruptions;
  }

  private int obedient() {
    try {
      release.await();
      return 7;
    } catch (InterruptedException told) {
      throw new IllegalStateException(told);
    }
  }

  @Test
  void solve_inTime_itsResultOnAnotherThread() {
    Thread here = Thread.currentThread();
    Thread there = guard(Duration.ofMinutes(1), Duration.ofMinutes(1))
        .solve(TinyPlugin.stiff(), Thread::currentThread);
    assertTrue(there != here);
  }

  @Test
  void solve_throwsOrRunsOutOfMemory_pluginFailed() {
    PluginGuard guard = guard(Duration.ofMinutes(1), Duration.ofMinutes(1));
    for (Throwable thrown : new Throwable[]{new IllegalStateException(), new OutOfMemoryError(),
        new StackOverflowError(), new LinkageError(), new Error()}) {
      assertEquals(ErrorKind.PLUGIN_FAILED, kind(() -> guard.solve(TinyPlugin.stiff(), () -> {
        switch (thrown) {
          case Error error -> throw error;
          default -> throw (RuntimeException) thrown;
        }
      })));
    }
    assertEquals(0, guard.abandoned());
  }

  @Test
  void solve_tooLongButEndsWhenInterrupted_failsAndNothingIsAbandoned() {
    PluginGuard guard = new PluginGuard(
        new PluginLimits(
            Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ZERO,
            Duration.ofMillis(1), Duration.ofMinutes(1), 1, Duration.ofMinutes(1)),
        threads);
    assertEquals(
        ErrorKind.PLUGIN_FAILED, kind(() -> guard.solve(TinyPlugin.stiff(), this::obedient)));
    assertEquals(0, guard.abandoned());
  }

  @Test
  void train_neverEnds_isAbandonedAndNoFurtherOneIsBegun() {
    PluginGuard guard = guard(Duration.ofMinutes(1), Duration.ofMillis(1), this::executeBegun);
    assertEquals(
        ErrorKind.PLUGIN_FAILED, kind(() -> guard.train(TinyPlugin.stiff(), this::stubborn)));
    assertEquals(1, guard.abandoned());
    assertEquals(ErrorKind.OVERLOADED, kind(() -> guard.solve(TinyPlugin.stiff(), () -> 7)));
  }

  @Test
  void train_callerIsInterrupted_cancelled() {
    Thread.currentThread().interrupt();
    assertEquals(
        ErrorKind.CANCELLED,
        kind(
            () -> guard(Duration.ofMinutes(1), Duration.ofMinutes(1))
                .train(TinyPlugin.stiff(), this::obedient)));
  }
}
