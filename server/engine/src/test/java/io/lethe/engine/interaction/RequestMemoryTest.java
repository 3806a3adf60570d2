package io.lethe.engine.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong(-17);

  private RequestMemory begun() {
    return new RequestMemory(wall::get, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void wallClockIsSet_nothingIsForgottenEarlier_norLater() {
    RequestMemory memory = begun();
    pass(Duration.ofHours(30));
    wall.set(NOON.plus(Duration.ofDays(400)));
    assertEquals(NOON.plus(Duration.ofHours(30)), memory.now());
    assertEquals(NOON.plus(Duration.ofHours(6)), memory.forgetBefore());
    wall.set(NOON.minus(Duration.ofDays(400)));
    assertEquals(NOON.plus(Duration.ofHours(6)), memory.forgetBefore());
  }

  @Test
  void processIsYoung_whatEarlierOnesTookInStays_untilAWeekByTheWallClock() {
    RequestMemory memory = begun();
    pass(Duration.ofHours(24).minusNanos(1));
    assertEquals(memory.now().minus(Duration.ofDays(7)), memory.forgetBefore());
    pass(Duration.ofNanos(1));
    assertEquals(NOON, memory.forgetBefore());
  }
}
