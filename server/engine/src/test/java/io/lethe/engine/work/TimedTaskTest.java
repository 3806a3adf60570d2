package io.lethe.engine.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedTaskTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private volatile Instant now = NOON;
  private int runs;

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private TimedTask hourly() {
    TimedTask task = new TimedTask(
        after -> Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1))),
        () -> now, timer, () -> runs++);
    task.start();
    return task;
  }

  private void at(TimedTask task, String time) {
    now = Instant.parse(time);
    task.look();
  }

  @Test
  void look_runsOnceAtEachTime() {
    TimedTask task = hourly();
    task.look();
    at(task, "2026-11-23T12:59:59Z");
    assertEquals(0, runs);
    at(task, "2026-11-23T13:00:00Z");
    task.look();
    assertEquals(1, runs);
    at(task, "2026-11-23T14:10:00Z");
    assertEquals(2, runs, "late is in time");
  }

  @Test
  void clockIsSetForward_severalTimesAtOnceAreOne_setBack_theyComeOnceMore() {
    TimedTask task = hourly();
    at(task, "2026-11-24T12:00:00Z");
    assertEquals(1, runs);
    at(task, "2026-11-23T18:00:00Z");
    assertEquals(1, runs);
    at(task, "2026-11-23T19:00:00Z");
    assertEquals(2, runs, "not in 18 hours");
    at(task, "2026-11-24T13:00:00Z");
    assertEquals(3, runs);
  }

  @Test
  void never_andStopped_doNothing() {
    TimedTask never = new TimedTask(TimedTask.Times.never(), () -> now, timer, () -> runs++);
    never.start();
    at(never, "2027-11-23T12:00:00Z");
    TimedTask stopped = hourly();
    stopped.stop();
    at(stopped, "2028-11-23T12:00:00Z");
    assertEquals(0, runs);
  }

  @Test
  void timer_looksByItself() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    TimedTask task = new TimedTask(
        after -> Optional.of(after.plusMillis(5)), Instant::now, timer, ran::countDown);
    task.start();
    assertTrue(ran.await(60, TimeUnit.SECONDS));
    task.stop();
  }

  @Test
  void taskFails_itsNextTimeComesAllTheSame() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    TimedTask task = new TimedTask(
        after -> Optional.of(after.plusMillis(5)), Instant::now, timer, () -> {
          ran.countDown();
          throw new IllegalStateException("the ledger cannot be read");
        });
    task.start();
    assertTrue(ran.await(60, TimeUnit.SECONDS));
    task.stop();
  }
}
