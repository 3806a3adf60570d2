package io.lethe.server.grpc.admission;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** Calls of one kind: how many may be under way, where they run, how many were turned away. */
final class CallLane {

  private final CallLimit limit;
  private final Executor threads;
  private final LongAdder shed = new LongAdder();

  CallLane(CallLimit limit, Executor threads) {
    this.limit = limit;
    this.threads = threads;
  }

  CallLimit limit() {
    return limit;
  }

  Executor threads() {
    return threads;
  }

  boolean tryTake() {
    boolean taken = limit.tryTake();
    if (!taken) {
      shed.increment();
    }
    return taken;
  }

  long shed() {
    return shed.sum();
  }
}
