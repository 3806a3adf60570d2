package io.lethe.engine.catalog;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Looks at every item, which a filter needs once: a second or more of a large catalogue. They run on
 * a lane of their own, one at a time for each model. Callers wait a bounded time for them, and only
 * one of all callers waits for long: the threads that answer are few. Who waits in vain is told to
 * ask again; the look goes on, and its result is kept. Thread-safe.
 */
final class FirstLooks {

  private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(200);

  private final Executor lane;
  private final Waits waits;
  private final LongSupplier nanoClock;
  private final Map<ModelName, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
  private final Semaphore patient = new Semaphore(1);

  /**
   * How long callers wait.
   *
   * @param one the caller that began a look, if no other one waits for so long
   * @param others all others
   */
  record Waits(Duration one, Duration others) {

    /** The recommended ones. */
    static Waits defaults() {
      return new Waits(Duration.ofSeconds(5), Duration.ofMillis(50));
    }
  }

  FirstLooks(Executor lane, Waits waits, LongSupplier nanoClock) {
    this.lane = lane;
    this.waits = waits;
    this.nanoClock = nanoClock;
  }

  /**
   * Has a look taken, unless one that others began makes it needless.
   *
   * @param items that are looked at, for messages
   * @param done whether no look is needed any more
   * @throws LetheException of kind {@code OVERLOADED} if it is not over in time
   */
  void take(ModelName model, int items, BooleanSupplier done, Runnable look) {
    long begin = nanoClock.getAsLong();
    while (!done.getAsBoolean()) {
      CompletableFuture<Boolean> mine = new CompletableFuture<>();
      CompletableFuture<Boolean> other = underWay.putIfAbsent(model, mine);
      if (other == null) {
        begin(model, mine, look);
        awaitOwn(model, items, mine);
        return;
      }
      long left = waits.others().toNanos() - (nanoClock.getAsLong() - begin);
      if (!isOver(other, left)) {
        throw late(model, items, waits.others());
      }
    }
  }

  private void begin(ModelName model, CompletableFuture<Boolean> mine, Runnable look) {
    try {
      lane.execute(() -> {
        Throwable failure = null;
        try {
          look.run();
        } catch (RuntimeException | Error failed) {
          failure = failed;
        } finally {
          underWay.remove(model, mine);
        }
        if (failure == null) {
          mine.complete(true);
        } else {
          mine.completeExceptionally(failure);
        }
      });
    } catch (RejectedExecutionException stopped) {
      underWay.remove(model, mine);
      mine.cancel(false);
      throw new LetheException(ErrorKind.SHUTTING_DOWN, "the server stops", stopped);
    }
  }

  private void awaitOwn(ModelName model, int items, CompletableFuture<Boolean> mine) {
    boolean patience = patient.tryAcquire();
    Duration wait = patience ? waits.one() : waits.others();
    try {
      if (!isOver(mine, wait.toNanos())) {
        throw late(model, items, wait);
      }
      join(mine);
    } finally {
      if (patience) {
        patient.release();
      }
    }
  }

  /** A look throws to its caller what it would throw there. */
  private static void join(CompletableFuture<Boolean> look) {
    try {
      look.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private static boolean isOver(CompletableFuture<Boolean> look, long nanos) {
    try {
      look.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException failed) {
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LetheException(ErrorKind.CANCELLED, "the call was given up", stopped);
    }
  }

  private static LetheException late(ModelName model, int items, Duration wait) {
    return LetheException.passing(
        ErrorKind.OVERLOADED,
        "a filter that is new looks at all %d items of model %s, which was not over after %d ms; it"
            .formatted(items, model, wait.toMillis()) + " goes on: try again",
        Map.of("model", model.value()), TRY_AGAIN_AFTER);
  }
}
