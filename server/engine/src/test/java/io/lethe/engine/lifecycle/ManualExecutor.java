package io.lethe.engine.lifecycle;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps tasks until the test runs them, on the test's thread. */
final class ManualExecutor implements Executor {

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs what waits and what that brings, until nothing waits. */
  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Runs the task that waits longest. */
  void runFirst() {
    tasks.remove().run();
  }

  /** Waits for a task, such as one that a timer hands over; then as {@link #runAll}. */
  void awaitAndRunAll() {
    try {
      tasks.take().run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("no task came before the test's time was over", ended);
    }
    runAll();
  }
}
