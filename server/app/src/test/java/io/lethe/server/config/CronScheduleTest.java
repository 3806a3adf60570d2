package io.lethe.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> next(String expression, ZoneId zone, String after, int count) {
    CronSchedule schedule = Objects.requireNonNull(CronSchedule.parse(expression));
    List<String> times = new ArrayList<>();
    Instant last = Instant.parse(after);
    for (int k = 0; k < count; k++) {
      last = schedule.in(zone).next(last).orElseThrow();
      times.add(last.toString());
    }
    return times;
  }

  @Test
  void times_areThoseOfTheFiveFields() {
    assertEquals(
        List.of("2026-11-30T03:30:00Z", "2026-12-01T03:30:00Z"),
        next("30 3 * * 1-5", ZoneOffset.UTC, "2026-11-27T03:30:00Z", 2), "a Friday's is past");
    assertEquals(
        List.of("2026-11-23T12:15:00Z", "2026-11-23T12:30:00Z"),
        next("*/15 * * * *", ZoneOffset.UTC, "2026-11-23T12:00:00Z", 2));
    assertEquals(
        List.of("2028-02-29T00:00:00Z"),
        next("0 0 29 2 *", ZoneOffset.UTC, "2026-11-23T12:00:00Z", 1));
  }

  @Test
  void times_areOfTheZone_throughItsChanges() {
    assertEquals(
        List.of("2026-10-24T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z"),
        next("0 3 * * *", BERLIN, "2026-10-23T12:00:00Z", 3));
    assertEquals(
        List.of("2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z"),
        next("30 2 * * *", BERLIN, "2027-03-26T12:00:00Z", 2), "on the 28th there is no 2:30");
    assertEquals(
        List.of("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        next("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2), "on the 25th there are two 2:30");
    assertEquals(
        List.of("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
        next("*/30 * * * *", BERLIN, "2026-10-25T00:00:00Z", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"* * * *", "* * * * * *", "61 * * * *", "0 24 * * *", "0 0 30 2 *", "0 0 * * 8",
          "a b c d e", "every night", "@reboot"})
  void whatIsNoTime_isNoSchedule(String expression) {
    assertNull(CronSchedule.parse(expression));
  }
}
