package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.GuardedCall;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.engine.plugin.PluginTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How plugins are loaded: each entry of the folder on a thread of its own and within a time, because a
 * plugin's code runs then for the first time.
 *
 * @param max one entry's, with all that its plugins are asked about themselves
 * @param grace how long loading may take to end once it was interrupted
 * @param threads a new one for each entry: one that hangs keeps its own
 * @param toldWhole whether what a plugin throws is logged with all its frames and messages
 */
public record PluginLoading(Duration max, Duration grace, Executor threads, boolean toldWhole) {

  private static final Logger LOG = LoggerFactory.getLogger(PluginLoading.class);

  public PluginLoading {
    if (!max.isPositive() || grace.isNegative()) {
      throw new IllegalArgumentException("loading within %s, grace %s".formatted(max, grace));
    }
  }

  /** On threads that keep no process alive. */
  public static PluginLoading within(PluginLimits limits) {
    return new PluginLoading(
        limits.loadingMax(), limits.grace(),
        task -> Thread.ofPlatform().daemon().name("lethe-plugin-loading").start(task), false);
  }

  /** The same for the plugins' authors, or not. */
  public PluginLoading toldWhole(boolean whole) {
    return new PluginLoading(max, grace, threads, whole);
  }

  /** Something that runs a plugin's code. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, UnusableException;
  }

  /** What became of work: a value, or why there is none. */
  private record Outcome<T>(@Nullable T value, String failure) {}

  /**
   * Runs it.
   *
   * @param entry for the log
   * @throws UnusableException for whatever it throws, and if it takes too long
   */
  <T> T run(String entry, Work<T> work) throws UnusableException {
    GuardedCall<Outcome<T>> call = new GuardedCall<>(() -> outcome(entry, work));
    threads.execute(call);
    try {
      Outcome<T> outcome = call.result().get(max.toNanos(), TimeUnit.NANOSECONDS);
      if (outcome.value == null) {
        throw new UnusableException(outcome.failure);
      }
      return outcome.value;
    } catch (TimeoutException late) {
      String reason = "was not loaded within %d s%s".formatted(
          max.toSeconds(),
          call.frames()
              .flatMap(PluginTrace::own)
              .map(at -> PluginTrace.at("; it still is", at))
              .orElse(""));
      end(call, entry);
      throw new UnusableException(reason);
    } catch (ExecutionException thrown) {
      throw GuardedCall.rethrown(thrown);
    } catch (InterruptedException stopped) {
      end(call, entry);
      Thread.currentThread().interrupt();
      throw new UnusableException("was not loaded: the server was told to stop meanwhile");
    }
  }

  private <T> Outcome<T> outcome(String entry, Work<T> work) {
    try {
      return new Outcome<>(work.run(), "");
    } catch (UnusableException unusable) {
      return new Outcome<>(null, unusable.reason());
    } catch (IOException unreadable) {
      return new Outcome<>(null, "cannot be read: " + unreadable.getMessage());
    } catch (RuntimeException | Error bad) {
      // Whatever it is, it is this plugin's; the others are not affected.
      if (toldWhole) {
        LOG.warn("plugin folder {} failed while loading: {}", entry, PluginTrace.whole(bad));
      }
      return new Outcome<>(null, LoadingFault.text(bad));
    }
  }

  private void end(GuardedCall<?> call, String entry) {
    call.interrupt();
    if (!call.endsWithin(grace)) {
      LOG.error(
          "the loading of plugin folder {} does not end when interrupted; its thread goes on",
          entry);
    }
  }
}
