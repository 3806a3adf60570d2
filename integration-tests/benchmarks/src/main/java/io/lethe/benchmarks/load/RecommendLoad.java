package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.client.LetheClient;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.VersionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Recommend calls from several callers, closed loop, each waiting for its answer. Every answer is
 * held against the others: the same user and version must always get the same items and scores, or
 * the answer mixed two versions; and no caller may ever see an older version after a newer one.
 */
public final class RecommendLoad {

  private static final int ITEMS = 10;

  private final LetheClient client;
  private final String model;
  private final List<String> users;
  private final Map<Asked, List<ScoredItem>> answers = new ConcurrentHashMap<>();
  private final Map<VersionName, Long> versions = new ConcurrentHashMap<>();
  private final LongAdder failed = new LongAdder();
  private final LongAdder mixed = new LongAdder();
  private final LongAdder backwards = new LongAdder();

  private record Asked(VersionName version, String user) {}

  /** For users of a model. */
  public RecommendLoad(LetheClient client, String model, List<String> users) {
    this.client = client;
    this.model = model;
    this.users = List.copyOf(users);
  }

  /** A call to be timed; the argument counts the caller's calls. */
  public interface Call {
    void run(int caller, int number);
  }

  /** Times a number of calls, spread over callers. */
  public static Latencies timed(int callers, int callsPerCaller, Call call)
      throws InterruptedException {
    List<Future<long[]>> done = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int c = 0; c < callers; c++) {
        int caller = c;
        done.add(threads.submit(() -> {
          long[] nanos = new long[callsPerCaller];
          start.await();
          for (int k = 0; k < callsPerCaller; k++) {
            long begin = System.nanoTime();
            call.run(caller, k);
            nanos[k] = System.nanoTime() - begin;
          }
          return nanos;
        }));
      }
      start.countDown();
      return new Latencies(joined(done));
    }
  }

  private static long[] joined(List<Future<long[]>> parts) throws InterruptedException {
    List<Long> all = new ArrayList<>();
    for (Future<long[]> part : parts) {
      try {
        for (long nanos : part.get()) {
          all.add(nanos);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a caller failed", e);
      }
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  /** One call for a user, by turns. */
  public void call(int caller, int number) {
    client.recommend(model, users.get((caller * 7919 + number) % users.size()), ITEMS);
  }

  /** Calls without pause until told to stop, checking every answer. */
  Latencies until(AtomicBoolean stop, int callers) throws InterruptedException {
    List<Future<long[]>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int c = 0; c < callers; c++) {
        int caller = c;
        done.add(threads.submit(() -> checked(stop, caller)));
      }
      return new Latencies(joined(done));
    }
  }

  private long[] checked(AtomicBoolean stop, int caller) {
    List<Long> nanos = new ArrayList<>();
    long newest = 0;
    for (int number = 0; !stop.get(); number++) {
      String user = users.get((caller * 7919 + number) % users.size());
      long begin = System.nanoTime();
      try {
        Recommendations answer = client.recommend(model, user, ITEMS);
        nanos.add(System.nanoTime() - begin);
        newest = Math.max(newest, check(user, answer, newest));
      } catch (RuntimeException e) {
        failed.increment();
        Console.line("failed: %s", e);
      }
    }
    return nanos.stream().mapToLong(Long::longValue).toArray();
  }

  private long check(String user, Recommendations answer, long newest) {
    VersionName version = answer.version();
    List<ScoredItem> first = answers.putIfAbsent(new Asked(version, user), answer.items());
    if (first != null && !first.equals(answer.items())) {
      mixed.increment();
    }
    Long position = versions.putIfAbsent(version, answer.erasurePosition());
    if (position != null && position != answer.erasurePosition()) {
      mixed.increment();
    }
    if (version.number() < newest) {
      backwards.increment();
    }
    return version.number();
  }

  /** What the checks found. */
  String findings() {
    return "%d versions seen, %d failed, %d mixed, %d older after newer"
        .formatted(versions.size(), failed.sum(), mixed.sum(), backwards.sum());
  }

  boolean clean() {
    return failed.sum() == 0 && mixed.sum() == 0 && backwards.sum() == 0;
  }
}
