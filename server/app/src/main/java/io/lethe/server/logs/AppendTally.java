package io.lethe.server.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sums up the interactions that come, so that each call needs no line: the first of a model is told at
 * once, and then what came in each minute that brought something, with the first call after it.
 * Thread-safe.
 */
final class AppendTally {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Consumer<Came> teller;
  /** Guarded by this. */
  private final Map<String, Came> counted = new HashMap<>();

  /**
   * What came of a model.
   *
   * @param told when the line before was told
   * @param calls calls, and parts of imports
   */
  record Came(String model, Instant told, long rows, long calls) {

    private Came with(int more) {
      return new Came(model, told, rows + more, calls + 1);
    }
  }

  AppendTally(InstantSource clock, Consumer<Came> teller) {
    this.clock = clock;
    this.teller = teller;
  }

  /** Interactions came by one call. */
  void add(String model, int rows) {
    Instant now = clock.instant();
    Came came;
    synchronized (this) {
      came = counted.getOrDefault(model, new Came(model, Instant.MIN, 0, 0)).with(rows);
      boolean due = !came.told().isAfter(now.minus(PAUSE));
      counted.put(model, due ? new Came(model, now, 0, 0) : came);
      if (!due) {
        return;
      }
    }
    teller.accept(came);
  }

  /** Tells what is not told yet. */
  void end() {
    List<Came> left;
    synchronized (this) {
      left = new ArrayList<>(counted.values());
      counted.clear();
    }
    left.stream().filter(came -> came.calls() > 0).forEach(teller);
  }
}
