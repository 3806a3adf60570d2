package io.lethe.server.metrics;

import io.lethe.engine.observe.EngineEvent;
import io.lethe.engine.observe.EngineEvents;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.List;

/** Trainings that callers asked for and that began by themselves: how many, how long, how they ended. */
final class TrainingMetrics {

  private static final String FAILED = "FAILED";
  private static final String CANCELLED = "CANCELLED";
  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cause");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final List<Double> SECONDS = List
      .of(0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_600.0, 10_800.0, 43_200.0);

  private final LongUpDownCounter running;
  private final LongCounter ended;
  private final DoubleHistogram took;

  private TrainingMetrics(Meter meter) {
    running = meter.upDownCounterBuilder("lethe.trainings.running")
        .setDescription("Trainings under way")
        .build();
    ended = meter.counterBuilder("lethe.trainings")
        .setDescription("Trainings that are over, by cause and outcome")
        .build();
    took = meter.histogramBuilder("lethe.training.duration")
        .setUnit("s")
        .setDescription("From a training's beginning until its version answered or was kept")
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  /** Counts what happens from now on. */
  static void register(Meter meter, EngineEvents events) {
    events.listen(new TrainingMetrics(meter)::happened);
  }

  private void happened(EngineEvent event) {
    switch (event) {
      case EngineEvent.TrainingBegun begun -> {
        running.add(1, of(begun.model()));
        // From 0 on: what begins with 1 looks to Prometheus as if it had not risen.
        ended.add(0, of(begun.model(), begun.cause(), FAILED));
      }
      case EngineEvent.TrainingDone done -> {
        boolean made = done.version() != 0;
        over(done.model(), done.cause(), made ? "DONE" : "OVERTAKEN");
        if (made) {
          took.record(seconds(done.took()), of(done.model()));
        }
      }
      case EngineEvent.TrainingFailed failed -> over(
          failed.model(), failed.cause(), failed.reason().equals(CANCELLED) ? CANCELLED : FAILED);
      case EngineEvent.VersionMade _,EngineEvent.Swapped _,EngineEvent.VersionRetired _,EngineEvent.Appended _ ->
        {
        }
    }
  }

  private void over(String model, String cause, String outcome) {
    running.add(-1, of(model));
    ended.add(1, of(model, cause, outcome));
  }

  private static Attributes of(String model, String cause, String outcome) {
    return of(model).toBuilder().put(CAUSE, cause).put(OUTCOME, outcome).build();
  }

  private static Attributes of(String model) {
    return Attributes.of(ErasureMetrics.MODEL, model);
  }

  private static double seconds(Duration took) {
    return took.toNanos() / 1e9;
  }
}
