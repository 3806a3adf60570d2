package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.server.config.CallLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ExecutorsTest {

  /** A new row begins a learning or a training: on Linux a thread inherits its creator's nice value. */
  @Test
  void whatIntakeBegins_yieldsNoMoreThanOthers() throws Exception {
    CallLimits limits = new CallLimits(1, Duration.ofSeconds(1), 1, 9, 1, 1, 1);
    int own = YieldingThreadsTest.nice();
    try (Executors executors = new Executors(1, 2, limits, 0)) {
      int intake = executors.intake().submit(YieldingThreadsTest::nice).get();
      assertEquals(Math.min(19, own + YieldingThreads.NICER), intake);
      for (ExecutorService begun : List.of(
          executors.retraining(), executors.learning(), executors.housekeeping(),
          executors.timer())) {
        assertEquals(own, begunByIntake(executors, begun));
      }
      // What trains, learns and solves yields to answers, whatever begins it.
      for (ExecutorService begun : List.of(executors.compute(), executors.plugins())) {
        assertEquals(intake, begunByIntake(executors, begun));
      }
      int batches = executors.batches().submit(YieldingThreadsTest::nice).get();
      assertEquals(intake, batches, "batches let answers for one go first");
    }
  }

  private static int begunByIntake(Executors executors, ExecutorService begun) throws Exception {
    return executors.intake().submit(() -> begun.submit(YieldingThreadsTest::nice).get()).get();
  }
}
