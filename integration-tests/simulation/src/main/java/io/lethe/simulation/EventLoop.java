package io.lethe.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * What would run on threads, on one: tasks in random order, delayed ones by a virtual clock that
 * stands still while anything runs. Confined to one thread.
 */
final class EventLoop implements Executor {

  private final SplittableRandom random;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(
      Comparator.comparingLong(Delayed::nanos).thenComparingLong(Delayed::number));
  private long nanos;
  private long numbers;

  private record Delayed(long nanos, long number, Runnable task) {}

  EventLoop(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Time since the beginning. */
  long nanos() {
    return nanos;
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  /** Has a task ready after a delay. */
  void executeAfter(long delayNanos, Runnable task) {
    delayed.add(new Delayed(nanos + Math.max(0, delayNanos), numbers++, task));
  }

  /** Runs any of the ready tasks; false if there is none. */
  boolean runOne() {
    if (ready.isEmpty()) {
      return false;
    }
    ready.remove(random.nextInt(ready.size())).run();
    return true;
  }

  /** Lets time pass until the next delayed task is ready; false if there is none. */
  boolean passTime() {
    Delayed next = delayed.poll();
    if (next == null) {
      return false;
    }
    nanos = Math.max(nanos, next.nanos());
    ready.add(next.task());
    return true;
  }

  /** The process died with all its threads. */
  void clear() {
    ready.clear();
    delayed.clear();
  }
}
