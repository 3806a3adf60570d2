package io.lethe.engine.erasure.run;

import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether some erasure is stuck, and says so. Thread-safe. */
final class ErasureWatchdog {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureWatchdog.class);
  private static final Duration PERIOD_MAX = Duration.ofMinutes(15);
  private static final int LOOKS_PER_ALARM = 4;

  private final Supplier<Map<ModelName, ErasureBacklog>> backlogs;
  private final ScheduledExecutorService timer;
  private final Duration period;
  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  ErasureWatchdog(
      Supplier<Map<ModelName, ErasureBacklog>> backlogs, ScheduledExecutorService timer,
      Duration alarmAfter) {
    this.backlogs = backlogs;
    this.timer = timer;
    Duration part = alarmAfter.dividedBy(LOOKS_PER_ALARM);
    this.period = part.compareTo(PERIOD_MAX) < 0 ? part : PERIOD_MAX;
  }

  /** Tells a listener at every look whether something is stuck. */
  void onLook(Consumer<Boolean> listener) {
    listeners.add(listener);
  }

  /** Looks from now on, by itself. */
  void start() {
    plan();
  }

  private void plan() {
    if (!stopped) {
      var _ = timer.schedule(this::lookAgain, period.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void lookAgain() {
    try {
      look();
    } finally {
      plan();
    }
  }

  void look() {
    Map<ModelName, ErasureBacklog> stuck = stuck();
    stuck.forEach(
        (model, backlog) -> LOG.warn(
            "{}: {} erasures are unfinished, {} of them wait for an approval; the oldest was"
                + " accepted {} ago",
            model, backlog.unfinished(), backlog.held(), backlog.oldestAge()));
    listeners.forEach(listener -> listener.accept(!stuck.isEmpty()));
  }

  Map<ModelName, ErasureBacklog> stuck() {
    Map<ModelName, ErasureBacklog> stuck = new TreeMap<>(backlogs.get());
    stuck.values().removeIf(backlog -> !backlog.stuck());
    return stuck;
  }

  void stop() {
    stopped = true;
  }
}
