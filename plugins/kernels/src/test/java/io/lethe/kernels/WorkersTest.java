package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private static int[] visits(Workers workers, int rows, int rowsMin) {
    AtomicIntegerArray visits = new AtomicIntegerArray(rows);
    workers.run(rows, rowsMin, (from, to) -> {
      for (int k = from; k < to; k++) {
        visits.incrementAndGet(k);
      }
    });
    int[] counts = new int[rows];
    Arrays.setAll(counts, visits::get);
    return counts;
  }

  @Test
  void run_anySizeAndThreads_everyRowOnce() {
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (int rows : new int[]{0, 1, 7, 1000}) {
        int[] once = new int[rows];
        Arrays.fill(once, 1);
        assertArrayEquals(once, visits(Workers.serial(), rows, 10));
        assertArrayEquals(once, visits(new Workers(pool, 4), rows, 10));
        assertArrayEquals(once, visits(new Workers(pool, 4), rows, 1));
      }
    }
  }

  @Test
  void run_twoThreads_workAtTheSameTime() {
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      CountDownLatch both = new CountDownLatch(2);
      new Workers(pool, 2).run(2, 1, (from, to) -> {
        both.countDown();
        assertTrue(await(both));
      });
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void run_executorThatNeverStarts_callerDoesItAll() {
    int[] once = new int[100];
    Arrays.fill(once, 1);
    assertArrayEquals(once, visits(new Workers(task -> {}, 8), 100, 1));
  }

  @Test
  void run_taskFails_failureReachesCallerAndWorkStops() {
    IllegalStateException failure = new IllegalStateException("on purpose");
    AtomicInteger later = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Workers workers = new Workers(pool, 3);
      IllegalStateException thrown = assertThrows(
          IllegalStateException.class, () -> workers.run(1000, 1, (from, to) -> {
            if (from == 0) {
              throw failure;
            }
            later.incrementAndGet();
          }));
      assertSame(failure, thrown);
      assertTrue(later.get() < 12);
    }
  }

  @Test
  void run_executorRefuses_refusalReachesCaller() {
    Workers workers = new Workers(task -> {
      throw new RejectedExecutionException("full");
    }, 2);
    assertThrows(RejectedExecutionException.class, () -> visits(workers, 100, 1));
  }

  @Test
  void workers_noThreads_refused() {
    assertEquals(1, Workers.serial().parallelism());
    assertThrows(IllegalArgumentException.class, () -> new Workers(Runnable::run, 0));
  }
}
