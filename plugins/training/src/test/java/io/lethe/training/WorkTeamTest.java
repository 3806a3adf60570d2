package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkTeamTest {

  @Test
  void run_manyPhases_runsEachChunkOnce() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try (WorkTeam team = new WorkTeam(executor, 4)) {
      for (int phase = 0; phase < 2000; phase++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(17);
        team.run(17, runs::incrementAndGet);
        for (int chunk = 0; chunk < 17; chunk++) {
          assertEquals(1, runs.get(chunk));
        }
      }
    }
    executor.shutdown();
    assertTrue(executor.awaitTermination(2, TimeUnit.MINUTES), "helpers end with the team");
  }

  @Test
  void run_executorThatNeverRuns_isDoneByTheCaller() {
    List<Runnable> neverRun = new ArrayList<>();
    try (WorkTeam team = new WorkTeam(neverRun::add, 4)) {
      List<Integer> chunks = new ArrayList<>();
      team.run(5, chunks::add);
      assertEquals(List.of(0, 1, 2, 3, 4), chunks);
    }
    assertEquals(3, neverRun.size());
  }

  @Test
  void run_failingChunk_throwsAfterAllHaveEnded() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(1);
    CountDownLatch others = new CountDownLatch(7);
    IllegalStateException failure = new IllegalStateException("chunk 3");
    try (WorkTeam team = new WorkTeam(executor, 2)) {
      assertSame(failure, assertThrows(IllegalStateException.class, () -> team.run(8, chunk -> {
        if (chunk == 3) {
          throw failure;
        }
        others.countDown();
      })));
      assertEquals(0, others.getCount());
    }
    executor.shutdown();
    assertTrue(executor.awaitTermination(2, TimeUnit.MINUTES));
  }
}
