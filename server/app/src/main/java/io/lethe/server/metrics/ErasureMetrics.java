package io.lethe.server.metrics;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Milestones;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.model.ModelName;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the promises stand: what is open, how old, how long it took, how it ended. */
final class ErasureMetrics {

  static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");
  private static final AttributeKey<String> GATE = AttributeKey.stringKey("gate");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  /** From a call's length to the month that the law allows. */
  private static final List<Double> SECONDS = List.of(
      0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_600.0,
      86_400.0, 604_800.0, 2_592_000.0);

  private final ErasureCoordinator erasures;
  private final Supplier<Set<ModelName>> models;
  private final InstantSource clock;

  ErasureMetrics(
      ErasureCoordinator erasures, Supplier<Set<ModelName>> models, InstantSource clock) {
    this.models = models;
    this.erasures = erasures;
    this.clock = clock;
  }

  void register(Meter meter) {
    var _ = meter.gaugeBuilder("lethe.erasures.open")
        .ofLongs()
        .setDescription("Open erasures by state")
        .buildWithCallback(this::observeOpen);
    var _ = meter.gaugeBuilder("lethe.erasures.oldest.age")
        .setUnit("s")
        .setDescription("Age of the oldest open erasure; no sample when none is open")
        .buildWithCallback(this::observeAge);
    var _ = meter.gaugeBuilder("lethe.erasures.failing")
        .ofLongs()
        .setDescription("1 while a model's erasures fail and are retried, else 0")
        .buildWithCallback(to -> {
          Set<ModelName> failing = erasures.failures().keySet();
          failing.forEach(model -> to.record(1, of(model)));
          models.get()
              .stream()
              .filter(model -> !failing.contains(model))
              .forEach(model -> to.record(0, of(model)));
        });
    var _ = meter.gaugeBuilder("lethe.erasures.next.due.time")
        .setUnit("s")
        .setDescription(
            "When the first open erasure must be completed, seconds since 1970; no sample when none is"
                + " open")
        .buildWithCallback(this::observeDue);
    erasures.onState(new States(meter)::reached);
  }

  private static Attributes of(ModelName model) {
    return Attributes.of(MODEL, model.value());
  }

  private void observeOpen(ObservableLongMeasurement to) {
    Map<ModelName, Map<ErasureState, Long>> open = erasures.unfinished()
        .stream()
        .collect(
            Collectors.groupingBy(
                erasure -> erasure.facts().model(),
                Collectors.groupingBy(Erasure::state, Collectors.counting())));
    open.forEach(
        (model, states) -> states.forEach(
            (state, count) -> to
                .record(count, Attributes.of(MODEL, model.value(), STATE, state.name()))));
  }

  private void observeAge(ObservableDoubleMeasurement to) {
    Instant now = clock.instant();
    first(erasure -> erasure.progress().milestones().received())
        .forEach((model, received) -> to.record(Math.max(0, seconds(received, now)), of(model)));
  }

  private void observeDue(ObservableDoubleMeasurement to) {
    first(erasure -> erasure.facts().expires())
        .forEach((model, due) -> to.record((double) due.getEpochSecond(), of(model)));
  }

  /** The earliest time of each model's open erasures. */
  private Map<ModelName, Instant> first(Function<Erasure, Instant> time) {
    Map<ModelName, Instant> first = new TreeMap<>();
    erasures.unfinished()
        .forEach(
            erasure -> first.merge(
                erasure.facts().model(), time.apply(erasure),
                (one, other) -> one.isBefore(other) ? one : other));
    return first;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** What is counted as erasures move. */
  private static final class States {

    private final DoubleHistogram contained;
    private final DoubleHistogram unlearned;
    private final DoubleHistogram purged;
    private final LongCounter ended;
    private final LongCounter failed;
    private final LongCounter refused;

    States(Meter meter) {
      contained = times(meter, "contained", "accepted request is served no more");
      unlearned = times(meter, "unlearned", "version without its influence answers");
      purged = times(meter, "purged", "interactions are gone from the log");
      ended = meter.counterBuilder("lethe.erasures.ended")
          .setDescription("Ended erasures by final state")
          .build();
      failed = meter.counterBuilder("lethe.erasures.given.up")
          .setDescription("Failed erasures by reason")
          .build();
      refused = meter.counterBuilder("lethe.gate.rejections")
          .setDescription("Influence updates that a gate rejected; a retraining replaced each")
          .build();
    }

    private static DoubleHistogram times(Meter meter, String milestone, String meaning) {
      return meter.histogramBuilder("lethe.erasures.time.to." + milestone)
          .setUnit("s")
          .setDescription("From the receipt of a request until its " + meaning)
          .setExplicitBucketBoundariesAdvice(SECONDS)
          .build();
    }

    void reached(Erasure erasure) {
      Attributes model = of(erasure.facts().model());
      Milestones times = erasure.progress().milestones();
      switch (erasure.state()) {
        case HELD -> begin(model);
        case SOLVING, VERIFYING, RETRAINING, PUBLISHING -> {
        }
        case RECEIVED -> {
          begin(model);
          record(contained, times.received(), times.contained(), model);
        }
        case LIVE -> {
          record(unlearned, times.received(), times.unlearned(), model);
          countGates(erasure.progress().outcome(), model);
        }
        case COMPLETED -> record(purged, times.received(), times.purged(), model);
        case FAILED -> {
          var failure = erasure.progress().failure();
          String reason = failure == null ? "UNKNOWN" : failure.kind().name();
          failed.add(1, model.toBuilder().put(REASON, reason).build());
        }
        case CANCELLED -> {
        }
      }
      if (erasure.state().terminal()) {
        ended.add(1, model.toBuilder().put(STATE, erasure.state().name()).build());
      }
    }

    /** From 0 on: what begins with 1 looks to Prometheus as if it had not risen. */
    private void begin(Attributes model) {
      for (ErasureState state : ErasureState.values()) {
        if (state.terminal()) {
          ended.add(0, model.toBuilder().put(STATE, state.name()).build());
        }
      }
    }

    private static void record(
        DoubleHistogram to, Instant received, @Nullable Instant reached, Attributes model) {
      if (reached != null) {
        to.record(Math.max(0, seconds(received, reached)), model);
      }
    }

    private void countGates(@Nullable ErasureOutcome outcome, Attributes model) {
      if (outcome != null) {
        outcome.measures()
            .refusal()
            .ifPresent(gate -> refused.add(1, model.toBuilder().put(GATE, gate.name()).build()));
      }
    }
  }
}
