package io.lethe.engine.recommend.watch;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.plugin.PluginLimits;
import io.lethe.spi.RecommenderPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after plugin code on the serving threads. Java cannot end a thread that will not end, so a call
 * that takes too long is given up: its caller is answered, its thread is interrupted and counted as
 * lost, so that another can take its place, and its model is not asked for a while. Thread-safe; a call
 * that behaves pays for two entries in a concurrent set.
 */
public final class ScoringWatch {

  /** Told when a call is given up, on the thread that looks after it; bound by who answers the caller. */
  public static final ScopedValue<Consumer<LetheException>> GIVEN_UP = ScopedValue.newInstance();

  /** Whether the caller of this thread's call waits no more; bound by who answers the caller. */
  public static final ScopedValue<BooleanSupplier> GONE = ScopedValue.newInstance();

  private static final Logger LOG = LoggerFactory.getLogger(ScoringWatch.class);

  private final PluginLimits limits;
  private final IntConsumer lostThreads;
  private final LongSupplier nanoClock;
  private final Set<ScoringCall> underWay = ConcurrentHashMap.newKeySet();
  private final Map<ModelName, ModelPause> pauses = new ConcurrentHashMap<>();
  private final AtomicInteger lost = new AtomicInteger();

  /**
   * A watch over nothing yet.
   *
   * @param lostThreads told the number of threads that are lost now, whenever it changes; quick
   */
  public ScoringWatch(PluginLimits limits, IntConsumer lostThreads, LongSupplier nanoClock) {
    this.limits = limits;
    this.lostThreads = lostThreads;
    this.nanoClock = nanoClock;
  }

  /**
   * Calls a model of a plugin.
   *
   * @throws LetheException of kind {@code PLUGIN_FAILED} if the model is not asked for a while, or the
   *     call was given up and has ended after all; else as {@link PluginCalls#call}
   */
  public <T> T call(ModelName model, RecommenderPlugin plugin, Supplier<T> scoring) {
    ModelPause pause = pauses.get(model);
    if (pause != null) {
      admit(model, pause);
    }
    ScoringCall call = new ScoringCall(
        model, Thread.currentThread(), nanoClock.getAsLong(),
        GIVEN_UP.isBound() ? GIVEN_UP.get() : failure -> {});
    underWay.add(call);
    try {
      return PluginCalls.call(plugin, scoring);
    } finally {
      underWay.remove(call);
      ended(call, pause != null);
    }
  }

  /**
   * To be called between the scorings of a call that takes many.
   *
   * @throws LetheException of kind {@code CANCELLED} if nobody waits for the call any more
   */
  public static void checkCaller() {
    if (GONE.isBound() && GONE.get().getAsBoolean()) {
      throw new LetheException(ErrorKind.CANCELLED, "the call was given up by its caller");
    }
  }

  private void admit(ModelName model, ModelPause pause) {
    if (lost.get() >= limits.lostThreadsMax() || !pause.mayTry(nanoClock.getAsLong())) {
      throw LetheException
          .passing(
              ErrorKind.PLUGIN_FAILED,
              "model %s is not asked for a while: its plugin took longer than %s to score"
                  .formatted(model, limits.scoringMax()),
              Map.of("model", model.value()), limits.pauseMin());
    }
  }

  /** One that was let through after a pause shows, by ending in time, that pauses are over. */
  private void ended(ScoringCall call, boolean tried) {
    if (call.end()) {
      if (tried) {
        pauses.remove(call.model());
      }
      return;
    }
    lostThreads.accept(lost.decrementAndGet());
    LOG.info("a call of a plugin for model {} has ended after it was given up", call.model());
  }

  /** Gives up the calls that take too long. To be called every now and then, by one thread. */
  public void look() {
    long now = nanoClock.getAsLong();
    for (ScoringCall call : underWay) {
      if (now - call.begun() >= limits.scoringMax().toNanos()) {
        giveUp(call, now);
      }
    }
  }

  private void giveUp(ScoringCall call, long now) {
    if (!call.giveUp()) {
      return;
    }
    lostThreads.accept(lost.incrementAndGet());
    Duration pause = pauses.computeIfAbsent(call.model(), absent -> new ModelPause(limits))
        .begin(now);
    LOG.error(
        "a plugin took longer than {} to score for model {}, which is not asked for {}; {} serving"
            + " threads are lost",
        limits.scoringMax(), call.model(), pause, lost.get());
    call.answer(
        LetheException.passing(
            ErrorKind.PLUGIN_FAILED, "the plugin of model %s took longer than %s to score"
                .formatted(call.model(), limits.scoringMax()),
            Map.of("model", call.model().value()), pause));
  }

  /** Serving threads that plugins hold and do not give back. */
  public int lost() {
    return lost.get();
  }
}
