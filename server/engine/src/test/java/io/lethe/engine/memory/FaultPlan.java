package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the changing calls of ports and passes of failpoints, and makes one of them go wrong.
 * Thread-safe.
 */
public final class FaultPlan implements Failpoints {

  /** What goes wrong. */
  public enum Fault {
    /** The process dies before the call has any effect. */
    CRASH_BEFORE,
    /** The process dies after the call's effect is durable, before it returns. */
    CRASH_AFTER,
    /** The disk refuses: no effect, a {@code STORAGE_FAILED}. */
    REFUSE
  }

  private final Fault fault;
  private final int at;
  private final @Nullable Failpoint point;
  private final List<String> calls = new ArrayList<>();
  private final Map<Failpoint, Integer> passes = new EnumMap<>(Failpoint.class);
  private final Map<Failpoint, Runnable> actions = new EnumMap<>(Failpoint.class);
  private boolean dead;

  private FaultPlan(Fault fault, int at, @Nullable Failpoint point) {
    this.fault = fault;
    this.at = at;
    this.point = point;
  }

  /** Nothing goes wrong. */
  public static FaultPlan none() {
    return new FaultPlan(Fault.REFUSE, -1, null);
  }

  /** The {@code at}-th changing call, from 0, goes wrong. After a crash every call does. */
  public static FaultPlan at(Fault fault, int at) {
    return new FaultPlan(fault, at, null);
  }

  /** The process dies when work passes a failpoint for the {@code pass}-th time, from 1. */
  public static FaultPlan at(Failpoint point, int pass) {
    return new FaultPlan(Fault.CRASH_AFTER, pass, point);
  }

  /** Names of the changing calls so far. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Whether the fault has happened. */
  public synchronized boolean happened() {
    return dead || (at >= 0 && point == null && calls.size() > at);
  }

  /** Whether the process died. */
  public synchronized boolean died() {
    return dead;
  }

  /** How often work has passed a failpoint. */
  public synchronized int passes(Failpoint passed) {
    return passes.getOrDefault(passed, 0);
  }

  /** Does something when work passes a failpoint for the first time, on the thread that passes. */
  public synchronized FaultPlan meanwhile(Failpoint passed, Runnable action) {
    actions.put(passed, action);
    return this;
  }

  @Override
  public void hit(Failpoint passed) {
    // Not alone: what is done may wait for other threads that pass.
    action(passed).run();
  }

  private synchronized Runnable action(Failpoint passed) {
    checkAlive(passed.label());
    int pass = passes.merge(passed, 1, Integer::sum);
    if (passed == point && pass == at) {
      dead = true;
      throw new SimulatedCrash("at " + passed.label());
    }
    Runnable action = actions.remove(passed);
    return action == null ? () -> {} : action;
  }

  /** A call that changes nothing: fails only when the process is dead. */
  public <T> T read(String name, Supplier<T> work) {
    checkAlive(name);
    return work.get();
  }

  /** A call that changes something. */
  public <T> T change(String name, Supplier<T> work) {
    boolean now = count(name);
    if (now && fault == Fault.REFUSE) {
      throw new LetheException(ErrorKind.STORAGE_FAILED, "refused " + name);
    }
    if (now && fault == Fault.CRASH_BEFORE) {
      throw new SimulatedCrash("before " + name);
    }
    T result = work.get();
    if (now) {
      throw new SimulatedCrash("after " + name);
    }
    return result;
  }

  private synchronized boolean count(String name) {
    checkAlive(name);
    boolean now = point == null && calls.size() == at;
    calls.add(name);
    dead = now && fault != Fault.REFUSE;
    return now;
  }

  private synchronized void checkAlive(String name) {
    if (dead) {
      throw new SimulatedCrash("earlier than " + name);
    }
  }
}
