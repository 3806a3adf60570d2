package io.lethe.server.grpc.admission;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * One call's place. It is held until the call's stream is closed and nothing of it waits or runs any
 * more: so no more tasks wait for the lane's threads than its limit allows calls, whatever becomes of
 * the streams. What is refused, and the mere notice that a call has ended, runs where it comes from,
 * on the transport's thread. Thread-safe.
 */
final class Admission extends ServerStreamTracer implements Executor {

  static final Context.Key<Admission> OF_CALL = Context.key("lethe-admission");

  private final CallLane lane;
  private final LongSupplier nanoClock;
  private final long arrived;
  private final Entry entry;
  /** The stream, and every task that waits or runs. */
  private final AtomicInteger holds = new AtomicInteger(1);
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicInteger places = new AtomicInteger(1);
  private final String method;
  private final CallMeter meter;
  private volatile String sharer;
  private volatile String model = "";

  /** How a call got on at the door. */
  private enum Entry {
    TAKEN,
    LANE_FULL,
    SHARE_FULL
  }

  /** Takes the call, or does not; what it is called and who measures it does not matter. */
  Admission(CallLane lane, LongSupplier nanoClock) {
    this(lane, nanoClock, "", CallMeter.NONE, Sharers.NOBODY);
  }

  /**
   * Takes the call, or does not.
   *
   * @param sharer whose share of the lane's places it counts to until more is known; empty for no one's
   */
  Admission(CallLane lane, LongSupplier nanoClock, String method, CallMeter meter, String sharer) {
    this.method = method;
    this.meter = meter;
    this.lane = lane;
    this.nanoClock = nanoClock;
    this.sharer = sharer;
    this.arrived = nanoClock.getAsLong();
    this.entry = enter(lane, sharer);
  }

  private static Entry enter(CallLane lane, String sharer) {
    if (!lane.tryTake()) {
      return Entry.LANE_FULL;
    }
    if (sharer.isEmpty() || lane.tryAssign(sharer, 1)) {
      return Entry.TAKEN;
    }
    lane.limit().giveBack();
    return Entry.SHARE_FULL;
  }

  /** Whether nothing of the call waits for a thread or runs: then its caller is to go on. */
  boolean isIdle() {
    return holds.get() <= 1;
  }

  boolean taken() {
    return entry == Entry.TAKEN;
  }

  /** Whose share has no place left for this call; empty if the call was taken, or none was left at all. */
  Optional<String> shareFull() {
    return entry == Entry.SHARE_FULL ? Optional.of(sharer) : Optional.empty();
  }

  /**
   * Counts the call as a principal's from now on. At most once.
   *
   * @return whether the principal may have one more call under way
   */
  boolean assign(String name) {
    String before = sharer;
    if (name.equals(before)) {
      return true;
    }
    if (!lane.tryAssign(name, 1)) {
      return false;
    }
    sharer = name;
    if (!before.isEmpty()) {
      lane.unassign(before, 1);
    }
    return true;
  }

  /**
   * Takes more places for a call that is worth several. At most once, by the call's own work.
   *
   * @param worth of the call in places; more than one call may hold counts as that many
   * @return whether there were enough; no place more is held otherwise
   */
  boolean weigh(int worth) {
    int more = Math.min(worth, lane.ofOneCallMax()) - 1;
    int took = 0;
    while (took < more && lane.tryTake()) {
      took++;
    }
    String name = sharer;
    boolean enough = took >= more && (name.isEmpty() || more <= 0 || lane.tryAssign(name, more));
    if (enough) {
      places.addAndGet(Math.max(0, more));
      return true;
    }
    giveBack(took);
    return false;
  }

  private void giveBack(int count) {
    for (int k = 0; k < count; k++) {
      lane.limit().giveBack();
    }
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_CALL, this);
  }

  /** The call names a model, or what is a model's. */
  void isAbout(String name) {
    model = name;
  }

  @Override
  public void streamClosed(Status status) {
    meter.over(method, model, status.getCode(), nanoClock.getAsLong() - arrived);
    letGo();
  }

  @Override
  public void execute(Runnable task) {
    if (!taken() || holds.getAndUpdate(now -> now == 0 ? 0 : now + 1) == 0) {
      task.run();
      return;
    }
    lane.waits(1);
    try {
      lane.threads().execute(() -> run(task));
    } catch (RejectedExecutionException stopped) {
      lane.waits(-1);
      letGo();
      throw stopped;
    }
  }

  private void run(Runnable task) {
    lane.waits(-1);
    long start = nanoClock.getAsLong();
    if (begun.compareAndSet(false, true)) {
      lane.limit().waited(start - arrived);
    }
    try {
      task.run();
    } finally {
      lane.limit().took(nanoClock.getAsLong() - start);
      letGo();
    }
  }

  private void letGo() {
    if (holds.decrementAndGet() == 0 && taken()) {
      String name = sharer;
      if (!name.isEmpty()) {
        lane.unassign(name, places.get());
      }
      giveBack(places.get());
    }
  }
}
