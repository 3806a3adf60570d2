package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.RecommendQuery;
import io.lethe.client.Recommendations;
import io.lethe.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Recommend calls without pause, each held against the journal. One for all callers; thread-safe. */
final class SwapCaller {

  private static final int ITEMS = 10;
  private static final Duration AWAY_PAUSE = Duration.ofMillis(20);

  private final LetheClient client;
  private final String model;
  private final List<String> steady;
  private final SwapJournal journal;
  /** Users of whom something was erased: they are asked about again and again. */
  private final List<String> touched = new CopyOnWriteArrayList<>();
  private final LongAdder served = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final LongAdder failed = new LongAdder();

  SwapCaller(LetheClient client, String model, List<String> steady, SwapJournal journal) {
    this.client = client;
    this.model = model;
    this.steady = List.copyOf(steady);
    this.journal = journal;
  }

  /** Its erasure was acknowledged. */
  void touched(String user) {
    touched.add(user);
  }

  void until(AtomicBoolean stop, long seed) {
    Random random = new Random(seed);
    while (!stop.get()) {
      int among = touched.size();
      boolean calm = among == 0 || random.nextInt(4) > 0;
      String user = calm
          ? steady.get(random.nextInt(steady.size()))
          : touched.get(random.nextInt(among));
      call(user, calm);
    }
  }

  private void call(String user, boolean calm) {
    SwapJournal.Promises promises = journal.promises(user);
    try {
      Recommendations answer = client
          .recommend(RecommendQuery.of(model, user, ITEMS).includingSeen());
      served.increment();
      journal.answered(user, calm, promises, answer);
    } catch (LetheException failure) {
      count(failure);
    }
  }

  private void count(LetheException failure) {
    if (failure.is(ErrorReason.USER_CONTAINED) || failure.is(ErrorReason.USER_NOT_FOUND)) {
      refused.increment();
    } else {
      switch (failure.status()) {
        case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> {
          unavailable.increment();
          LockSupport.parkNanos(AWAY_PAUSE.toNanos());
        }
        default -> {
          failed.increment();
          Console.line("failed: %s", String.valueOf(failure.getMessage()));
        }
      }
    }
  }

  /** Calls that the server answered. */
  long calls() {
    return served.sum() + refused.sum();
  }

  boolean clean() {
    return failed.sum() == 0;
  }

  @Override
  public String toString() {
    return ("%d calls answered, %d of them refused because erased; %d while the server was away,"
        + " %d failed").formatted(calls(), refused.sum(), unavailable.sum(), failed.sum());
  }
}
