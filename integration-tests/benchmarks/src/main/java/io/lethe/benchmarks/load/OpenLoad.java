package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.lethe.benchmarks.figures.Latencies;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Calls that come whether or not earlier ones were answered, as those of many independent people do, or
 * so many at a time. One thread sends; answers are taken on the threads of what sends the calls.
 */
public final class OpenLoad {

  private static final long PAUSE_NANOS = 500_000;

  private final Calls calls;

  /** How a call ended. */
  public enum Ending {
    /** Answered in time. */
    SERVED,
    /** Turned away: too many calls. */
    SHED,
    /** Its deadline passed. */
    LATE,
    /** In any other way. */
    FAILED
  }

  /** What is called. */
  @FunctionalInterface
  public interface Calls {

    /**
     * Sends one and returns.
     *
     * @param number counts the load's calls
     * @param ended is told once how it ended, on any thread
     */
    void send(int number, Consumer<Ending> ended);
  }

  /** Of calls of any kind. */
  public OpenLoad(Calls calls) {
    this.calls = calls;
  }

  /** Of Recommend. */
  OpenLoad(List<ManagedChannel> channels, String model, List<String> users, Duration deadline) {
    this(GrpcCalls.recommend(channels, model, users, deadline));
  }

  /**
   * How a load went.
   *
   * @param seconds from the first call to the last
   * @param served answered in time
   * @param shed turned away with RESOURCE_EXHAUSTED
   * @param late calls whose deadline passed
   * @param failed calls that ended in any other way
   * @param behindMillis how far the sender was behind its plan at worst
   */
  public record Result(
      double seconds, Answers served, Answers shed, int late, int failed, double behindMillis) {

    /** Answers in time, a second. */
    public double goodput() {
      return served.count() / seconds;
    }
  }

  /** Durations of answers of one kind, in the order in which they came. Thread-safe. */
  public static final class Answers {

    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();

    Answers(int max) {
      nanos = new long[max];
    }

    void add(long duration) {
      nanos[next.getAndIncrement()] = duration;
    }

    /** How many. */
    public int count() {
      return next.get();
    }

    @Override
    public String toString() {
      return count() == 0 ? "n      0" : new Latencies(Arrays.copyOf(nanos, count())).toString();
    }

    /** As {@link Latencies#millis}; 0 of none. */
    public double millis(double share) {
      return count() == 0 ? 0 : new Latencies(Arrays.copyOf(nanos, count())).millis(share);
    }
  }

  /** What becomes of the calls of one run. */
  private static final class Tally {
    private final Answers served;
    private final Answers shed;
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Phaser open = new Phaser(1);

    Tally(int calls) {
      served = new Answers(calls);
      shed = new Answers(calls);
    }

    Result result(long nanos, long behind) {
      open.arriveAndAwaitAdvance();
      return new Result(nanos / 1e9, served, shed, late.get(), failed.get(), behind / 1e6);
    }
  }

  /** Sends at a steady rate. */
  public Result steady(double callsPerSecond, Duration duration) {
    int calls = (int) Math.ceil(callsPerSecond * duration.toNanos() / 1e9);
    Tally tally = new Tally(calls);
    double gap = 1e9 / callsPerSecond;
    long begin = System.nanoTime();
    long behind = 0;
    for (int sent = 0; sent < calls; sent++) {
      long due = begin + (long) (sent * gap);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(Math.min(PAUSE_NANOS, due - System.nanoTime()));
      }
      behind = Math.max(behind, System.nanoTime() - due);
      tally.open.register();
      send(sent, tally, () -> {});
    }
    return tally.result(System.nanoTime() - begin, behind);
  }

  /** Always the same number under way: what the server can do at most. */
  public Result saturating(int underWay, Duration duration, int callsMax) {
    Tally tally = new Tally(callsMax);
    AtomicInteger number = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    long begin = System.nanoTime();
    for (int k = 0; k < underWay; k++) {
      tally.open.register();
      next(number, callsMax, over, tally);
    }
    while (System.nanoTime() - begin < duration.toNanos() && number.get() < callsMax) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    over.set(true);
    return tally.result(System.nanoTime() - begin, 0);
  }

  private void next(AtomicInteger number, int callsMax, AtomicBoolean over, Tally tally) {
    int mine = number.getAndIncrement();
    if (over.get() || mine >= callsMax) {
      tally.open.arriveAndDeregister();
      return;
    }
    tally.open.register();
    send(mine, tally, () -> next(number, callsMax, over, tally));
    tally.open.arriveAndDeregister();
  }

  private void send(int number, Tally tally, Runnable after) {
    long sent = System.nanoTime();
    calls.send(number, ending -> {
      long nanos = System.nanoTime() - sent;
      switch (ending) {
        case SERVED -> tally.served.add(nanos);
        case SHED -> tally.shed.add(nanos);
        case LATE -> tally.late.incrementAndGet();
        case FAILED -> tally.failed.incrementAndGet();
      }
      after.run();
      tally.open.arriveAndDeregister();
    });
  }
}
