package io.lethe.engine.learning;

import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.spi.LearningModel;
import io.lethe.spi.RefittableModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Has models learn what came since their trainings, soon after it came: {@link LearningConfig#interval},
 * and seldom enough to take a tenth of the time. Whatever answers instead of a version that has learned
 * (after an erasure, a training) learns the rest anew, as soon as the pause of the last step is over. A
 * version that a person went back to does not: what came since may be why. Thread-safe.
 */
public final class Learner {

  private static final RetryingLoop.Delays AFTER_FAILURE = new RetryingLoop.Delays(
      Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final ModelRegistry registry;
  private final RecentRows recent;
  private final LearningStep step;
  private final Threads threads;
  private final LearningConfig config;
  private final Predicate<ModelVersion> allowed;
  private final Map<ModelName, ModelLearning> models = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  /**
   * Where it runs and by which clock it paces itself.
   *
   * @param executor learns; one thread suffices
   * @param timer starts delayed work
   */
  public record Threads(
      Executor executor, ScheduledExecutorService timer, LongSupplier nanoClock) {}

  /**
   * A learner.
   *
   * @param recent what came since
   * @param containments what must not be learned
   * @param guard of the plugins' code
   * @param allowed whether a version may learn what came since; quick
   */
  public Learner(
      ModelRegistry registry, RecentRows recent, ContainmentList containments, PluginGuard guard,
      Threads threads, LearningConfig config, Predicate<ModelVersion> allowed) {
    this.allowed = allowed;
    this.registry = registry;
    this.recent = recent;
    this.step = new LearningStep(recent, containments, guard);
    this.threads = threads;
    this.config = config;
  }

  /** Learns soon: interactions of a model came. Quick. */
  public void came(ModelName model) {
    wakeAfter(model, config.interval());
  }

  /**
   * Learns what came since, because another version answers for a model, or its form: at once, but for a
   * version that is soon followed by its consolidated form, for which all is learned again. Quick.
   */
  public void answers(ModelName model) {
    boolean last = registry.active(model)
        .filter(
            version -> version.content().model() instanceof RefittableModel whole
                && !whole.consolidated())
        .isEmpty();
    wakeAfter(model, last ? Duration.ZERO : config.interval());
  }

  private void wakeAfter(ModelName model, Duration delay) {
    if (config.automatic() && !stopped && learns(model)) {
      of(model).wakeAfter(delay);
    }
  }

  private boolean learns(ModelName model) {
    return registry.active(model)
        .filter(version -> version.content().model() instanceof LearningModel)
        .isPresent();
  }

  private ModelLearning of(ModelName model) {
    return models.computeIfAbsent(
        model, absent -> new ModelLearning(model, registry, step, allowed, threads, AFTER_FAILURE));
  }

  /**
   * Learns at once.
   *
   * @param end rows of the model's log below this are to be learned
   * @return true once they are and calls are answered with them; false if the version that answers cannot
   */
  public CompletableFuture<Boolean> upTo(ModelName model, long end) {
    return config.automatic() && !stopped && learns(model)
        && registry.active(model).filter(allowed).isPresent()
            ? of(model).upTo(end)
            : CompletableFuture.completedFuture(false);
  }

  /** {@link LearningStatus#undone} of the version that answers; 0 if none does. Quick. */
  public double undone(ModelName model) {
    return registry.served(model).map(of(model)::undone).orElse(0.0);
  }

  /** How far a model is; empty if no version answers. O(users with rows that are not learned). */
  public Optional<LearningStatus> status(ModelName model) {
    return registry.served(model)
        .map(
            served -> of(model)
                .status(served, recent.interactionsSince(model, served.answering().learned())));
  }

  /** Begins no further step. */
  public void stop() {
    stopped = true;
    models.values().forEach(ModelLearning::stop);
  }
}
