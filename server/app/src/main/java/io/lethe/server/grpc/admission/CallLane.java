package io.lethe.server.grpc.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of one kind: how many may be under way, in all and of one principal, where they run, and how
 * many were turned away. Thread-safe.
 */
final class CallLane {

  /** Of a lane's places one principal gets at most so many quarters: the others get in beside it. */
  private static final int QUARTERS_OF_ONE = 3;

  private final CallLimit limit;
  private final Executor threads;
  private final Shed shed;
  private final LongAdder waiting = new LongAdder();
  /** Places by principal; no entry for a principal without a call. */
  private final Map<String, Integer> held = new ConcurrentHashMap<>();

  /**
   * Calls that were turned away.
   *
   * @param full as there were too many
   * @param share as one principal had too many
   */
  private record Shed(LongAdder full, LongAdder share) {}

  CallLane(CallLimit limit, Executor threads) {
    this(limit, threads, new Shed(new LongAdder(), new LongAdder()));
  }

  private CallLane(CallLimit limit, Executor threads, Shed shed) {
    this.limit = limit;
    this.threads = threads;
    this.shed = shed;
  }

  /** Places of their own for calls of the same kind, on the same threads, counted together. */
  CallLane beside(CallLimit other) {
    return new CallLane(other, threads, shed);
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
      shed.full().increment();
    }
    return taken;
  }

  /** Places that one principal may hold at a time. */
  int ofOneMax() {
    return Math.max(1, limit.callsMax() * QUARTERS_OF_ONE / 4);
  }

  /** Places that one call may take: several of a principal's fit beside each other. */
  int ofOneCallMax() {
    return Math.max(1, limit.callsMax() / 4);
  }

  /** Counts places that are taken already as a principal's; false if it would hold too many. */
  boolean tryAssign(String principal, int places) {
    if (held.merge(principal, places, Integer::sum) <= ofOneMax()) {
      return true;
    }
    unassign(principal, places);
    limit.refused();
    shed.share().increment();
    return false;
  }

  void unassign(String principal, int places) {
    held.computeIfPresent(principal, (name, now) -> now == places ? null : now - places);
  }

  /** So many more pieces of work wait for a thread. */
  void waits(int more) {
    waiting.add(more);
  }

  LaneCounts counts() {
    return new LaneCounts(
        shed.full().sum(), shed.share().sum(), limit.callsMax(), limit.underWay(), waiting.sum());
  }
}
