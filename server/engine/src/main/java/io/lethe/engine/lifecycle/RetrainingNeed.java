package io.lethe.engine.lifecycle;

import io.lethe.engine.interaction.RecentRows;
import io.lethe.engine.lifecycle.Retraining.Cause;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Whether the version that answers for a model should be trained again, and why. All that counts
 * stands in the versions and the log, so that a restart forgets nothing. Thread-safe; quick, but
 * for one look at the ledger after each swap.
 */
final class RetrainingNeed {

  private final ModelRegistry registry;
  private final RecentRows recent;
  private final VersionLedger ledger;
  private final InstantSource clock;
  private final RetrainingConfig config;
  private final ToDoubleFunction<ModelName> undone;
  private final Map<ModelName, Others> others = new ConcurrentHashMap<>();
  /** Models that one of the configuration's times has come for. */
  private final Set<ModelName> called = ConcurrentHashMap.newKeySet();

  /**
   * Whether trainings are due.
   *
   * @param undone how many interactions learning between trainings has left to a training
   */
  RetrainingNeed(
      ModelRegistry registry, RecentRows recent, VersionLedger ledger, InstantSource clock,
      RetrainingConfig config, ToDoubleFunction<ModelName> undone) {
    this.undone = undone;
    this.registry = registry;
    this.recent = recent;
    this.ledger = ledger;
    this.clock = clock;
    this.config = config;
  }

  /** A version to train again. */
  record Due(ModelVersion version, Cause cause) {

    /** Whether that training happens elsewhere. */
    boolean elsewhere() {
      return VersionMetrics.isTrainedElsewhere(version.manifest());
    }
  }

  /**
   * What the ledger says of all versions, as of one that answers.
   *
   * @param swaps of the model, when the ledger was asked
   * @param wentBack whether a later training, or one that has learned more, answered: it was gone back from
   * @param tried where the last training with more rows ended that did not take over; 0 for none
   * @param trained when the last training ended that was to answer, whatever came of it
   */
  private record Others(
      VersionId answering, long swaps, boolean wentBack, long tried, Instant trained) {

    boolean isOf(VersionId version, long swapsNow) {
      return answering.equals(version) && swaps == swapsNow;
    }
  }

  Optional<Due> due(ModelName model) {
    return registry.active(model)
        .flatMap(version -> cause(version).map(cause -> new Due(version, cause)));
  }

  private Optional<Cause> cause(ModelVersion version) {
    if (budgetIsUsed(version) || togetherAreUsed(version)) {
      return Optional.of(Cause.RESIDUAL_BUDGET);
    }
    if (isBehind(version)) {
      return Optional.of(Cause.NEW_ROWS);
    }
    boolean timeHasCome = called.contains(version.id().model()) && hasChanged(version);
    return timeHasCome
        ? Optional.of(Cause.SCHEDULE)
        : untilScheduled(version).filter(left -> !left.isPositive()).map(left -> Cause.SCHEDULE);
  }

  /** One of the configuration's times has come; it counts if something happened since the training. */
  void call(ModelName model) {
    if (registry.active(model).filter(this::hasChanged).isPresent()) {
      called.add(model);
    }
  }

  /** A training that the time had come for has ended. */
  void answered(ModelName model) {
    called.remove(model);
  }

  /** Whether erasures have left undone what they may together. */
  static boolean budgetIsUsed(ModelVersion version) {
    return version.content()
        .differentiable()
        .filter(model -> model.state().ledger().retrainDue())
        .isPresent();
  }

  /** Whether erasures and learning have together left undone what either may alone. */
  private boolean togetherAreUsed(ModelVersion version) {
    double left = undone.applyAsDouble(version.id().model());
    double erasing = version.content()
        .differentiable()
        .map(model -> model.state().ledger().usedShare())
        .orElse(0.0);
    return config.newRowsShare() > 0 && left > 0 && erasing + left / rowsDue(version) >= 1
        && !others(version).wentBack()
        && (others(version).tried() == 0 || untried(version) >= rowsDue(version));
  }

  private double rowsDue(ModelVersion version) {
    return config.newRowsShare() * Math.max(1, version.manifest().counts().interactions());
  }

  /** After a training that did not take over as many rows must come again. */
  private boolean isBehind(ModelVersion version) {
    double due = rowsDue(version);
    return config.newRowsShare() > 0 && fresh(version) >= due && !others(version).wentBack()
        && untried(version) >= due;
  }

  /**
   * How long until the clock alone makes a model due; empty if that is not asked for, or nothing
   * has happened that a training would show.
   */
  Optional<Duration> untilScheduled(ModelVersion version) {
    return config.every().isZero() || !hasChanged(version)
        ? Optional.empty()
        : Optional
            .of(Duration.between(clock.instant(), others(version).trained().plus(config.every())));
  }

  /** Whether something happened that a training would show. */
  private boolean hasChanged(ModelVersion version) {
    if (others(version).wentBack()) {
      return false;
    }
    boolean unlearnedSince = version.manifest().origin() == VersionOrigin.INFLUENCE_UPDATE
        && !version.manifest().createTime().isBefore(others(version).trained());
    return unlearnedSince || untried(version) > 0;
  }

  /** Interactions that came after those that a version has learned. */
  long fresh(ModelVersion version) {
    return recent.rowsSince(version.id().model(), version.manifest().training().logEnd());
  }

  private long untried(ModelVersion version) {
    return recent.rowsSince(
        version.id().model(),
        Math.max(version.manifest().training().logEnd(), others(version).tried()));
  }

  /** Whether a person went back to a version: a later training, or one of more rows, answered before. */
  boolean wentBack(ModelVersion version) {
    return others(version).wentBack();
  }

  /** Has the ledger asked again: a version was kept without a swap. */
  void forget(ModelName model) {
    others.remove(model);
  }

  private Others others(ModelVersion version) {
    VersionId id = version.id();
    long swaps = registry.swaps().getOrDefault(id.model(), 0L);
    return others.compute(
        id.model(),
        (same, known) -> known != null && known.isOf(id, swaps) ? known : others(version, swaps));
  }

  /** The number of the training that a version comes from. */
  private static long training(VersionManifest version, List<VersionManifest> all) {
    VersionManifest from = version;
    for (VersionManifest other : all) {
      // Newest first, and parents are older.
      if (from.origin() == VersionOrigin.INFLUENCE_UPDATE && other.id().equals(from.parent())) {
        from = other;
      }
    }
    return from.id().number();
  }

  private static boolean isLater(VersionManifest other, long training) {
    return other.origin() != VersionOrigin.INFLUENCE_UPDATE && other.id().number() > training;
  }

  /** What a person went back to stays until a person trains: what came since may be why. */
  private Others others(ModelVersion version, long swaps) {
    long learned = version.manifest().training().logEnd();
    Set<Long> answered = ledger.answered(version.id().model());
    List<VersionManifest> all = ledger.versions(version.id().model())
        .stream()
        .map(VersionRecord::manifest)
        .toList();
    long training = training(version.manifest(), all);
    boolean wentBack = all.stream()
        .filter(other -> other.training().logEnd() > learned || isLater(other, training))
        .anyMatch(
            other -> answered.contains(other.id().number()) || VersionMetrics.tookOver(other));
    long tried = all.stream()
        .filter(other -> Takeover.refusalOf(other).isPresent())
        .mapToLong(other -> other.training().logEnd())
        .filter(end -> end > learned)
        .max()
        .orElse(0);
    Instant trained = all.stream()
        .filter(other -> other.origin() != VersionOrigin.INFLUENCE_UPDATE)
        .filter(other -> !VersionMetrics.isBeside(other))
        .map(VersionManifest::createTime)
        .max(Instant::compareTo)
        .orElse(version.manifest().createTime());
    return new Others(version.id(), swaps, wentBack, tried, trained);
  }
}
