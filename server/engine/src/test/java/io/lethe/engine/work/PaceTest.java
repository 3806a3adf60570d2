package io.lethe.engine.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void pauseLeft_beforeAnyStep_none() {
    assertEquals(Duration.ZERO, Pace.of(10).pauseLeft(-5 * SECOND));
    assertEquals(Duration.ZERO, Pace.of(10).lastStep());
  }

  @Test
  void pauseLeft_stepsOfLessThanASecond_none() {
    Pace pace = Pace.of(10).after(0, SECOND / 2).after(SECOND / 2, SECOND);
    assertEquals(Duration.ZERO, pace.pauseLeft(SECOND));
    assertEquals(Duration.ofMillis(500), pace.lastStep());
  }

  @Test
  void pauseLeft_aLongStep_tenTimesWhatIsOwedBeyondASecond() {
    Pace pace = Pace.of(10).after(0, 3 * SECOND);
    // 3 s less the tenth that the step itself gave.
    assertEquals(Duration.ofSeconds(17), pace.pauseLeft(3 * SECOND));
    assertEquals(Duration.ofSeconds(10), pace.pauseLeft(10 * SECOND));
    assertEquals(Duration.ZERO, pace.pauseLeft(20 * SECOND));
  }

  @Test
  void pauseLeft_aCallerWaitedForTheStep_nothingIsOwed() {
    Pace pace = Pace.of(10).after(0, 2 * SECOND).afterAsked(2 * SECOND, 7 * SECOND);
    assertEquals(Duration.ofSeconds(3), pace.pauseLeft(7 * SECOND));
    assertEquals(Duration.ofSeconds(5), pace.lastStep());
  }

  @Test
  void after_stepAfterStepAsSoonAsAllowed_aTenthOfTheTime() {
    Pace pace = Pace.of(10);
    long now = 0;
    long working = 0;
    for (int step = 0; step < 1_000; step++) {
      long took = (1 + step % 7) * SECOND / 5;
      now += pace.pauseLeft(now).toNanos();
      pace = pace.after(now, now + took);
      now += took;
      working += took;
    }
    double share = (double) working / now;
    assertTrue(share > .099 && share < .102, "share " + share);
  }

  @Test
  void pauseLeft_workThatMayTakeAllOfTheTime_none() {
    assertEquals(Duration.ZERO, Pace.of(1).after(0, 100 * SECOND).pauseLeft(100 * SECOND));
  }
}
