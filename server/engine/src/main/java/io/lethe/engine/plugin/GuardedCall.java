package io.lethe.engine.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call on another thread, which can be interrupted while it runs and never afterwards. */
public final class GuardedCall<T> implements Runnable {

  private final Supplier<T> call;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  /** Guarded by this. */
  private @Nullable Thread runner;
  /** Guarded by this: given up, perhaps before a thread came to it. */
  private boolean givenUp;

  /** A call that an executor is to run. */
  public GuardedCall(Supplier<T> call) {
    this.call = call;
  }

  @Override
  public void run() {
    if (!begun()) {
      result.completeExceptionally(new CancellationException("given up before it began"));
      return;
    }
    try {
      T value = call.get();
      forget();
      result.complete(value);
    } catch (RuntimeException | Error thrown) {
      // Whoever waits throws it again.
      forget();
      result.completeExceptionally(thrown);
    }
  }

  private synchronized boolean begun() {
    if (!givenUp) {
      runner = Thread.currentThread();
    }
    return !givenUp;
  }

  private synchronized void forget() {
    runner = null;
  }

  /** What it yields. */
  public CompletableFuture<T> result() {
    return result;
  }

  /** Where the call is now; empty if no thread is in it. */
  public synchronized Optional<StackTraceElement[]> frames() {
    return Optional.ofNullable(runner).map(Thread::getStackTrace);
  }

  /** Gives it up. */
  public synchronized void interrupt() {
    givenUp = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Waits, and leaves the calling thread's interruption as it is. */
  public boolean endsWithin(Duration grace) {
    try {
      T _ = result.get(grace.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException ended) {
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
      return result.isDone();
    }
  }

  void atEnd(Runnable action) {
    var _ = result.whenComplete((value, thrown) -> action.run());
  }

  /** What the call threw, for the thread that waited. */
  public static RuntimeException rethrown(ExecutionException thrown) {
    return switch (thrown.getCause()) {
      case RuntimeException known -> known;
      case Error fatal -> throw fatal;
      case null, default -> throw new IllegalStateException(thrown);
    };
  }
}
