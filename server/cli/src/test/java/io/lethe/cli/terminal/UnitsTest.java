package io.lethe.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({"0, 0.0 ms", "449, 0.4 ms", "9949, 9.9 ms", "41600, 42 ms", "999499, 999 ms",
      "1000000, 1.0 s", "13449000, 13.4 s", "125000000, 2 min 5 s"})
  void duration_micros_hasItsUnit(long micros, String text) {
    assertEquals(text, Units.duration(Duration.ofNanos(micros * 1000)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.000", "12.3456, 12.346", "-0.5, -0.500", "0.0169, 0.0169", "0.00423, 0.00423",
      "-1.5e-7, -0.000000150", "1e-14, 0.000000000000"})
  void score_ofAnySize_hasThreeDigitsThatTell(double score, String text) {
    assertEquals(text, Units.score(score));
  }

  @Test
  void count_large_isGrouped() {
    assertEquals("487,650 interactions", Units.count(487_650, "interaction"));
    assertEquals("1 user", Units.count(1, "user"));
  }

  @Test
  void time_moment_isUniversalTimeToTheSecond() {
    assertEquals("2026-11-23T08:15:00Z", Units.time(Instant.parse("2026-11-23T08:15:00.987Z")));
  }
}
