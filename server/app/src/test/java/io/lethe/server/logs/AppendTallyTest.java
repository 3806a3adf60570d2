package io.lethe.server.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppendTallyTest {

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final List<String> told = new ArrayList<>();
  private final AppendTally tally = new AppendTally(
      () -> now, came -> told.add(came.model() + " " + came.rows() + "/" + came.calls()));

  private void after(Duration time, String model, int rows) {
    now = now.plus(time);
    tally.add(model, rows);
  }

  @Test
  void add_manyCalls_areOneLineAMinute() {
    after(Duration.ZERO, "movies", 3);
    after(Duration.ofSeconds(1), "movies", 4);
    after(Duration.ofSeconds(1), "books", 9);
    after(Duration.ofSeconds(57), "movies", 5);
    assertEquals(List.of("movies 3/1", "books 9/1"), told);
    after(Duration.ofSeconds(1), "movies", 6);
    assertEquals(List.of("movies 3/1", "books 9/1", "movies 15/3"), told);
  }

  @Test
  void end_withWhatIsNotTold_tellsItOnce() {
    after(Duration.ZERO, "movies", 3);
    after(Duration.ofSeconds(1), "movies", 4);
    tally.end();
    tally.end();
    assertEquals(List.of("movies 3/1", "movies 4/1"), told);
  }
}
