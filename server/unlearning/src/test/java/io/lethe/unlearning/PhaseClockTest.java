package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.unlearning.UnlearningReport.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhaseClockTest {

  @Test
  void phases_resumedPhase_addsUpUnderItsFirstPlace() {
    AtomicLong nanos = new AtomicLong(1000);
    PhaseClock clock = new PhaseClock(nanos::get);
    clock.enter("solve");
    nanos.addAndGet(5);
    clock.enter("apply");
    nanos.addAndGet(7);
    clock.enter("solve");
    nanos.addAndGet(11);
    List<Phase> expected = List
        .of(new Phase("solve", Duration.ofNanos(16)), new Phase("apply", Duration.ofNanos(7)));
    assertEquals(expected, clock.phases());
  }
}
