package io.lethe.engine.lifecycle;

import io.lethe.engine.LetheException;
import io.lethe.engine.elsewhere.TrainingDue;
import io.lethe.engine.elsewhere.TrainingsElsewhere;
import io.lethe.engine.lifecycle.Retraining.Cause;
import io.lethe.engine.lifecycle.Retraining.Outcome;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.publish.ToldTrainings;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.engine.work.TimedTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model again when its erasures together have left undone what they may (see {@link
 * io.lethe.unlearning.ResidualLedger}), when it has not learned a certain share of the
 * interactions, when its last training is long ago, or at a certain time of day: with the seed and options of that training,
 * beside serving and erasing. {@link RetrainingNeed} says whether that is due, and a {@link
 * TakeoverTrial} whether the result answers. Never two at a time for one model. Thread-safe.
 */
final class BackgroundRetraining {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRetraining.class);

  private final ModelRegistry registry;
  private final ModelTrainingService training;
  private final RetrainingNeed need;
  private final TrainingsElsewhere elsewhere;
  private final ToldTrainings told;
  private final Threads threads;
  private final RetrainingConfig config;
  private final Map<ModelName, RetryingLoop> loops = new ConcurrentHashMap<>();
  /** When the last one of a model ended, by the monotonic clock. */
  private final Map<ModelName, Long> ended = new ConcurrentHashMap<>();
  /** Models that the timer looks at again. */
  private final Set<ModelName> planned = ConcurrentHashMap.newKeySet();
  /** What came of them since the start. */
  private final Map<ModelName, Map<Retraining, Long>> done = new ConcurrentHashMap<>();
  private final TimedTask times;
  private volatile boolean stopped;

  /**
   * Where it runs and by which clock it pauses.
   *
   * @param executor trains; one thread suffices
   * @param timer starts delayed work
   * @param clock tells the time of day
   */
  record Threads(
      Executor executor, ScheduledExecutorService timer, LongSupplier nanoClock,
      InstantSource clock) {}

  BackgroundRetraining(
      ModelRegistry registry, ModelTrainingService training, RetrainingNeed need,
      TrainingsElsewhere elsewhere, ToldTrainings told, Threads threads, RetrainingConfig config) {
    this.registry = registry;
    this.training = training;
    this.need = need;
    this.elsewhere = elsewhere;
    this.told = told;
    this.threads = threads;
    this.config = config;
    this.times = new TimedTask(config.times(), threads.clock(), threads.timer(), this::callAll);
  }

  /**
   * Has the times count that the configuration names, and erasures that wait for a training elsewhere.
   * Once, when models answer.
   */
  void start() {
    elsewhere.start();
    if (config.automatic()) {
      times.start();
    }
  }

  private void callAll() {
    for (ModelName model : registry.models().keySet()) {
      try {
        need.call(model);
      } catch (LetheException unreadable) {
        LOG.warn("whether {} has changed is not known: {}", model, unreadable.getMessage());
      }
      consider(model);
    }
  }

  /** Looks whether a model's active version is due, and if so trains soon. Quick. */
  void consider(ModelName model) {
    if (!config.automatic() || stopped) {
      return;
    }
    times.look();
    try {
      Optional<RetrainingNeed.Due> due = need.due(model);
      if (due.filter(RetrainingNeed.Due::elsewhere).isPresent()) {
        tellElsewhere(due.get());
      } else if (due.isPresent()) {
        loop(model).wake();
      } else {
        // What the time came for was trained by a person meanwhile: what comes next waits for its own.
        need.answered(model);
        registry.active(model).flatMap(need::untilScheduled).ifPresent(left -> plan(model, left));
      }
    } catch (LetheException unreadable) {
      // What was done is done; its caller must not hear of this.
      LOG.warn(
          "whether {} is to be trained again is not known: {}", model, unreadable.getMessage());
    }
  }

  /** What was trained elsewhere is trained again there; the log says so, too. */
  private void tellElsewhere(RetrainingNeed.Due due) {
    VersionId id = due.version().id();
    TrainingDue.Reason reason = switch (due.cause()) {
      case RESIDUAL_BUDGET -> TrainingDue.Reason.RESIDUAL_BUDGET;
      case NEW_ROWS -> TrainingDue.Reason.NEW_ROWS;
      case SCHEDULE -> TrainingDue.Reason.SCHEDULE;
    };
    if (elsewhere.due(id.model(), reason, due.version().manifest().training())) {
      LOG.warn(
          "{} is due to be trained again ({}), which happens elsewhere: {}. Bring the new vectors in"
              + " by 'lethe import-model'",
          id, reason, state(due.version()));
    }
  }

  private void plan(ModelName model, Duration left) {
    if (planned.add(model)) {
      // A clock that is set back makes it look once more.
      var _ = threads.timer().schedule(() -> {
        planned.remove(model);
        consider(model);
      }, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
    }
  }

  private RetryingLoop loop(ModelName model) {
    return loops.computeIfAbsent(
        model,
        absent -> new RetryingLoop(
            "background retraining of " + model, () -> retrain(model), threads.executor(),
            threads.timer(), config.retryDelays()));
  }

  private void retrain(ModelName model) {
    Optional<RetrainingNeed.Due> due = need.due(model).filter(found -> !found.elsewhere());
    if (due.isEmpty()) {
      need.answered(model);
      return;
    }
    Duration early = leftOfPause(model);
    if (early.isPositive()) {
      loop(model).wakeAfter(early);
      return;
    }
    ModelVersion version = due.get().version();
    Cause cause = due.get().cause();
    LOG.info("{} is trained again in the background ({}): {}", version.id(), cause, state(version));
    Outcome outcome = Outcome.FAILED;
    try {
      outcome = outcome(model, told.own(model, cause, () -> training.retrain(version)));
    } finally {
      count(model, new Retraining(cause, outcome));
      ended.put(model, threads.nanoClock().getAsLong());
      need.forget(model);
      if (outcome != Outcome.FAILED) {
        need.answered(model);
      }
    }
    // Requests of the meantime were carried out on the result, and may have used it up again.
    consider(model);
  }

  private Outcome outcome(ModelName model, Optional<ModelVersion> made) {
    if (made.isEmpty()) {
      LOG.info("another training of {} came first", model);
      return Outcome.OVERTAKEN;
    }
    ModelVersion version = made.get();
    Optional<Takeover> refusal = Takeover.refusalOf(version.manifest());
    if (refusal.isEmpty()) {
      LOG.info("{} is trained again and answers; {}", version.id(), state(version));
      return Outcome.TOOK_OVER;
    }
    LOG.warn(
        "{} is trained again and kept, and the version before goes on answering: {}. It is tried"
            + " again when as much is new once more",
        version.id(), refusal.get());
    return Outcome.KEPT;
  }

  private void count(ModelName model, Retraining retraining) {
    done.compute(model, (same, before) -> {
      Map<Retraining, Long> counts = new HashMap<>(before == null ? Map.of() : before);
      counts.merge(retraining, 1L, Long::sum);
      return Map.copyOf(counts);
    });
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
            .formatted(need.fresh(version), version.manifest().counts().interactions());
  }

  /** How many there were since the start, by model, cause and outcome. */
  Map<ModelName, Map<Retraining, Long>> done() {
    return new TreeMap<>(done);
  }

  /** Why the retraining of some model does not get on; it is tried again by itself. */
  Map<ModelName, Throwable> failures() {
    Map<ModelName, Throwable> failures = new TreeMap<>();
    loops.forEach((model, loop) -> loop.failure().ifPresent(why -> failures.put(model, why)));
    return failures;
  }

  /** Begins no further training. */
  void stop() {
    stopped = true;
    times.stop();
    loops.values().forEach(RetryingLoop::stop);
  }
}
