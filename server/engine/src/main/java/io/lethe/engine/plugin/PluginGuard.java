package io.lethe.engine.plugin;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.RecommenderPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into plugin code that may take long: on threads of their own, within a time. One that takes
 * longer is interrupted; if that does not end it, it is abandoned and its caller goes on. There is a
 * bound to how many may be abandoned; beyond it none is begun. Thread-safe.
 */
public final class PluginGuard {

  private static final Logger LOG = LoggerFactory.getLogger(PluginGuard.class);

  private final PluginLimits limits;
  private final Executor threads;
  /** Shared by all guards of one server. */
  private final AtomicInteger abandoned;

  /**
   * A guard.
   *
   * @param threads run the calls; a direct executor leaves them unguarded on their callers' threads
   */
  public PluginGuard(PluginLimits limits, Executor threads) {
    this(limits, threads, new AtomicInteger());
  }

  private PluginGuard(PluginLimits limits, Executor threads, AtomicInteger abandoned) {
    this.limits = limits;
    this.threads = threads;
    this.abandoned = abandoned;
  }

  /** The same guard for calls that may take less time. */
  public PluginGuard within(Duration solveMax) {
    return new PluginGuard(limits.solvedWithin(solveMax), threads, abandoned);
  }

  /** The same as {@link PluginCalls#call}, for solving, preparing, loading and saving. */
  public <T> T solve(RecommenderPlugin plugin, Supplier<T> call) {
    return within(limits.solveMax(), plugin, call);
  }

  /** The same, for training. What a plugin throws is logged with its frames, without its message. */
  public <T> T train(RecommenderPlugin plugin, Supplier<T> call) {
    try {
      return within(limits.trainMax(), plugin, call);
    } catch (LetheException failed) {
      if (failed.kind() == ErrorKind.PLUGIN_FAILED && failed.getCause() != null) {
        LOG.warn("a training of plugin {} failed", plugin.name(), failed);
      }
      throw failed;
    }
  }

  private <T> T within(Duration max, RecommenderPlugin plugin, Supplier<T> call) {
    if (abandoned.get() >= limits.abandonedMax() && limits.abandonedMax() > 0) {
      throw busy(
          plugin, "%d calls into plugins were given up and go on: no further one is begun"
              .formatted(abandoned.get()));
    }
    GuardedCall<T> guarded = new GuardedCall<>(() -> PluginCalls.call(plugin, call));
    try {
      threads.execute(guarded);
    } catch (RejectedExecutionException none) {
      throw busy(plugin, "no thread is free for plugin " + plugin.name());
    }
    try {
      return guarded.result().get(max.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException thrown) {
      throw GuardedCall.rethrown(thrown);
    } catch (TimeoutException late) {
      end(guarded, plugin);
      throw failed(plugin, "plugin %s took longer than %s".formatted(plugin.name(), max));
    } catch (InterruptedException stopped) {
      end(guarded, plugin);
      throw new LetheException(
          ErrorKind.CANCELLED, "plugin %s was stopped".formatted(plugin.name()),
          Map.of("plugin", plugin.name()), stopped);
    }
  }

  private void end(GuardedCall<?> guarded, RecommenderPlugin plugin) {
    guarded.interrupt();
    if (!guarded.endsWithin(limits.grace())) {
      LOG.error(
          "plugin {} does not end when interrupted; {} such calls go on", plugin.name(),
          abandoned.incrementAndGet());
      guarded.atEnd(() -> {
        int left = abandoned.decrementAndGet();
        LOG.info("an abandoned call of plugin {} has ended; {} go on", plugin.name(), left);
      });
    }
  }

  /** Not this call's fault, so that whoever can wait does. */
  private static LetheException busy(RecommenderPlugin plugin, String message) {
    return new LetheException(ErrorKind.OVERLOADED, message, Map.of("plugin", plugin.name()));
  }

  private static LetheException failed(RecommenderPlugin plugin, String message) {
    return new LetheException(ErrorKind.PLUGIN_FAILED, message, Map.of("plugin", plugin.name()));
  }

  /** Calls that were given up and go on. */
  public int abandoned() {
    return abandoned.get();
  }
}
