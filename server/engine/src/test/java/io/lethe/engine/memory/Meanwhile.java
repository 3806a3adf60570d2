package io.lethe.engine.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;

/**
 * Looks again and again, on threads of their own, while a test changes what they look at. Each has
 * looked once before the changes begin and looks once more after they ended, however busy the
 * machine is: a test that only hopes that its reader gets a processor in time fails where it does
 * not.
 */
public final class Meanwhile {

  private Meanwhile() {}

  /**
   * Makes changes while readers look.
   *
   * @param readers the number of threads that look
   * @param looks gives each thread its own look, which throws what the thread sees wrong
   * @param changes what this thread does meanwhile
   * @throws Throwable what a look or the changes threw, the changes' before a look's
   */
  public static void looking(int readers, Supplier<Runnable> looks, Executable changes)
      throws Throwable {
    CountDownLatch begun = new CountDownLatch(readers);
    AtomicBoolean ended = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
      List<Future<?>> all = new ArrayList<>();
      for (int k = 0; k < readers; k++) {
        Runnable look = looks.get();
        all.add(threads.submit(() -> untilEnded(look, begun, ended)));
      }
      begun.await();
      try {
        changes.execute();
      } finally {
        ended.set(true);
      }
      for (Future<?> each : all) {
        join(each);
      }
    }
  }

  private static void untilEnded(Runnable look, CountDownLatch begun, AtomicBoolean ended) {
    try {
      boolean last;
      do {
        last = ended.get();
        look.run();
        begun.countDown();
      } while (!last);
    } finally {
      begun.countDown();
    }
  }

  private static void join(Future<?> reader) throws Throwable {
    try {
      reader.get();
    } catch (ExecutionException thrown) {
      throw thrown.getCause();
    }
  }
}
