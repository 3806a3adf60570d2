package io.lethe.engine.lifecycle;

import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.work.RetryingLoop;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model again when its erasures together have left undone what they may (see {@link
 * io.lethe.unlearning.ResidualLedger}), or when it has not learned a certain share of the interactions:
 * with the seed and options of its last training, beside serving and erasing. Whether that is due
 * stands in the version and the log, so a restart forgets nothing. Never two at a time for one model.
 * Thread-safe.
 */
final class BackgroundRetraining {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRetraining.class);

  private final ModelRegistry registry;
  private final ModelTrainingService training;
  private final RecentRows recent;
  private final VersionLedger ledger;
  private final Threads threads;
  private final RetrainingConfig config;
  private final Map<ModelName, RetryingLoop> loops = new ConcurrentHashMap<>();
  /** Versions than which another one has learned more: that stays so. */
  private final Set<VersionId> wentBack = ConcurrentHashMap.newKeySet();
  /** When the last one of a model ended, by the monotonic clock. */
  private final Map<ModelName, Long> ended = new ConcurrentHashMap<>();

  /**
   * Where it runs and by which clock it pauses.
   *
   * @param executor trains; one thread suffices
   * @param timer starts delayed work
   */
  record Threads(Executor executor, ScheduledExecutorService timer, LongSupplier nanoClock) {}

  BackgroundRetraining(
      ModelRegistry registry, ModelTrainingService training, RecentRows recent,
      VersionLedger ledger, Threads threads, RetrainingConfig config) {
    this.registry = registry;
    this.training = training;
    this.recent = recent;
    this.ledger = ledger;
    this.threads = threads;
    this.config = config;
  }

  /** Looks whether a model's active version is due, and if so trains soon. Quick. */
  void consider(ModelName model) {
    if (config.automatic() && due(model).isPresent()) {
      loop(model).wake();
    }
  }

  private Optional<ModelVersion> due(ModelName model) {
    return registry.active(model).filter(version -> budgetIsUsed(version) || isBehind(version));
  }

  private static boolean budgetIsUsed(ModelVersion version) {
    return version.content()
        .differentiable()
        .filter(model -> model.state().ledger().retrainDue())
        .isPresent();
  }

  private boolean isBehind(ModelVersion version) {
    long has = Math.max(1, version.manifest().counts().interactions());
    return config.newRowsShare() > 0 && fresh(version) >= config.newRowsShare() * has
        && !goneBackTo(version);
  }

  private long fresh(ModelVersion version) {
    return recent.rowsSince(version.id().model(), version.manifest().training().logEnd());
  }

  /** What a person went back to stays until a person trains: what came since may be why. */
  private boolean goneBackTo(ModelVersion version) {
    long learned = version.manifest().training().logEnd();
    boolean back = wentBack.contains(version.id()) || ledger.versions(version.id().model())
        .stream()
        .anyMatch(other -> other.manifest().training().logEnd() > learned);
    if (back) {
      wentBack.add(version.id());
    }
    return back;
  }

  private RetryingLoop loop(ModelName model) {
    return loops.computeIfAbsent(
        model,
        absent -> new RetryingLoop(
            "background retraining of " + model, () -> retrain(model), threads.executor(),
            threads.timer(), config.retryDelays()));
  }

  private void retrain(ModelName model) {
    Optional<ModelVersion> due = due(model);
    if (due.isEmpty()) {
      return;
    }
    Duration early = leftOfPause(model);
    if (early.isPositive()) {
      loop(model).wakeAfter(early);
      return;
    }
    LOG.info("{} is trained again in the background: {}", due.get().id(), state(due.get()));
    try {
      training.retrain(due.get())
          .ifPresentOrElse(
              made -> LOG.info("{} is trained again and answers; {}", made.id(), state(made)),
              () -> LOG.info("another training of {} came first", model));
    } finally {
      ended.put(model, threads.nanoClock().getAsLong());
    }
    // Requests of the meantime were carried out on the result, and may have used it up again.
    consider(model);
  }

  private Duration leftOfPause(ModelName model) {
    Long last = ended.get(model);
    return last == null
        ? Duration.ZERO
        : config.pause().minusNanos(threads.nanoClock().getAsLong() - last);
  }

  private String state(ModelVersion version) {
    return version.content()
        .differentiable()
        .map(model -> model.state().ledger())
        .map(
            ledger -> String.format(
                Locale.ROOT, "%d requests have used %.0f %% of its residual budget, and ",
                ledger.requests(), 100 * ledger.usedShare()))
        .orElse("")
        + "%d interactions came after its %d"
            .formatted(fresh(version), version.manifest().counts().interactions());
  }

  /** Why the retraining of some model does not get on; it is tried again by itself. */
  Map<ModelName, Throwable> failures() {
    Map<ModelName, Throwable> failures = new TreeMap<>();
    loops.forEach((model, loop) -> loop.failure().ifPresent(why -> failures.put(model, why)));
    return failures;
  }

  /** Begins no further training. */
  void stop() {
    loops.values().forEach(RetryingLoop::stop);
  }
}
