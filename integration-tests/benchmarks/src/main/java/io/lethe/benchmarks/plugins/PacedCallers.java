package io.lethe.benchmarks.plugins;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.client.LetheClient;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.VersionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Recommend calls of several callers at a rate. One version must give one user the same list and scores
 * always: anything else is an answer that mixes versions.
 *
 * @param callers threads, each with one call under way
 */
record PacedCallers(LetheClient client, String model, List<String> users, int callers) {

  private static final int ITEMS = 10;
  private static final int STRIDE = 7919;

  private record Asked(VersionName version, String user) {}

  /** What came of them. */
  record Outcome(long calls, double seconds, long failed, long mixed, Latencies latencies) {

    double rate() {
      return calls / seconds;
    }
  }

  /** As many as can be, for a time. */
  Outcome saturating(Duration duration) throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread clock = Thread.ofVirtual().start(() -> {
      LockSupport.parkNanos(duration.toNanos());
      stop.set(true);
    });
    Outcome outcome = until(stop, Double.POSITIVE_INFINITY);
    clock.join();
    return outcome;
  }

  /** So many a second, until told to stop. */
  Outcome until(AtomicBoolean stop, double perSecond) throws InterruptedException {
    Map<Asked, List<ScoredItem>> answers = new ConcurrentHashMap<>();
    LongAdder failed = new LongAdder();
    LongAdder mixed = new LongAdder();
    List<Future<List<Long>>> done = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int c = 0; c < callers; c++) {
        int caller = c;
        done.add(threads.submit(() -> {
          List<Long> nanos = new ArrayList<>();
          double gap = 1e9 * callers / perSecond;
          for (int number = 0; !stop.get(); number++) {
            awaitTurn(begin + (long) (gap * (number + (double) caller / callers)));
            call(caller + number * callers, answers, failed, mixed, nanos);
          }
          return nanos;
        }));
      }
    }
    long[] all = joined(done);
    return new Outcome(
        all.length + failed.sum(), (System.nanoTime() - begin) / 1e9, failed.sum(), mixed.sum(),
        new Latencies(all));
  }

  private static void awaitTurn(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void call(
      int number, Map<Asked, List<ScoredItem>> answers, LongAdder failed, LongAdder mixed,
      List<Long> nanos) {
    String user = users.get((int) ((long) number * STRIDE % users.size()));
    long begin = System.nanoTime();
    try {
      Recommendations answer = client.recommend(model, user, ITEMS);
      nanos.add(System.nanoTime() - begin);
      List<ScoredItem> first = answers
          .putIfAbsent(new Asked(answer.version(), user), answer.items());
      if (first != null && !first.equals(answer.items())) {
        mixed.increment();
      }
    } catch (RuntimeException e) {
      failed.increment();
      Console.line("failed: %s", e);
    }
  }

  private static long[] joined(List<Future<List<Long>>> parts) throws InterruptedException {
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> part : parts) {
      try {
        all.addAll(part.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a caller failed", e);
      }
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }
}
