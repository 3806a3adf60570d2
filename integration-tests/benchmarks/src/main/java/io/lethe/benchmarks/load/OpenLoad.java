package io.lethe.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Recommend calls that come whether or not earlier ones were answered, as those of many independent
 * people do. Each has a deadline. One thread sends; answers are taken on the channels' own threads.
 */
final class OpenLoad {

  private static final int ITEMS = 10;
  private static final long PAUSE_NANOS = 500_000;

  private final List<ManagedChannel> channels;
  private final String model;
  private final List<String> users;
  private final Duration deadline;

  OpenLoad(List<ManagedChannel> channels, String model, List<String> users, Duration deadline) {
    this.channels = List.copyOf(channels);
    this.model = model;
    this.users = List.copyOf(users);
    this.deadline = deadline;
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
  record Result(
      double seconds, Answers served, Answers shed, int late, int failed, double behindMillis) {

    double goodput() {
      return served.count() / seconds;
    }
  }

  /** Durations of answers of one kind, in the order in which they came. Thread-safe. */
  static final class Answers {

    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();

    Answers(int max) {
      nanos = new long[max];
    }

    void add(long duration) {
      nanos[next.getAndIncrement()] = duration;
    }

    int count() {
      return next.get();
    }

    @Override
    public String toString() {
      return count() == 0 ? "n      0" : new Latencies(Arrays.copyOf(nanos, count())).toString();
    }

    double millis(double share) {
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
  Result steady(double callsPerSecond, Duration duration) {
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
  Result saturating(int underWay, Duration duration, int callsMax) {
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
    RecommendRequest request = RecommendRequest.newBuilder()
        .setModel("models/" + model)
        .setUser(users.get((int) (number * 7919L % users.size())))
        .setN(ITEMS)
        .build();
    CallOptions options = CallOptions.DEFAULT
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .withExecutor(Runnable::run);
    long sent = System.nanoTime();
    ClientCalls.asyncUnaryCall(
        channels.get(number % channels.size())
            .newCall(RecommendationServiceGrpc.getRecommendMethod(), options),
        request, new Counting(sent, tally, after));
  }

  /** Counts one call's end. */
  private record Counting(
      long sent, Tally tally, Runnable after) implements StreamObserver<RecommendResponse> {

    @Override
    public void onNext(RecommendResponse answer) {
      tally.served.add(System.nanoTime() - sent);
    }

    @Override
    public void onError(Throwable failure) {
      Status.Code code = failure instanceof StatusRuntimeException known
          ? known.getStatus().getCode()
          : Status.Code.UNKNOWN;
      switch (code) {
        case RESOURCE_EXHAUSTED -> tally.shed.add(System.nanoTime() - sent);
        case DEADLINE_EXCEEDED -> tally.late.incrementAndGet();
        default -> tally.failed.incrementAndGet();
      }
      end();
    }

    @Override
    public void onCompleted() {
      end();
    }

    private void end() {
      after.run();
      tally.open.arriveAndDeregister();
    }
  }
}
