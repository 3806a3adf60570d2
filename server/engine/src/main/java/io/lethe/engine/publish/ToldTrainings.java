package io.lethe.engine.publish;

import io.lethe.engine.LetheException;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvent;
import io.lethe.engine.observe.EngineEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells that a training begins, and how it ended.
 *
 * @param nanoClock monotonic, in nanoseconds
 */
public record ToldTrainings(EngineEvents events, LongSupplier nanoClock) {

  private static final String REQUEST = "REQUEST";

  /** Runs a training that a caller asked for. */
  public ModelVersion asked(ModelName model, String work, Supplier<ModelVersion> training) {
    return told(model, work, REQUEST, () -> Optional.of(training.get())).orElseThrow();
  }

  /**
   * Runs one that began by itself; what it returns is empty where another training came first.
   *
   * @param cause why it began
   */
  public Optional<ModelVersion> own(
      ModelName model, Enum<?> cause, Supplier<Optional<ModelVersion>> training) {
    return told(model, "", cause.name(), training);
  }

  private Optional<ModelVersion> told(
      ModelName model, String work, String cause, Supplier<Optional<ModelVersion>> training) {
    events.tell(new EngineEvent.TrainingBegun(model.value(), work, cause));
    long begun = nanoClock.getAsLong();
    try {
      Optional<ModelVersion> made = training.get();
      events.tell(
          new EngineEvent.TrainingDone(
              model.value(), work, cause,
              made.map(ModelVersion::id).map(VersionId::number).orElse(0L),
              made.map(version -> version.manifest().plugin()).orElse(""),
              made.map(ModelVersion::manifest)
                  .map(VersionMetrics::ndcg)
                  .orElse(OptionalDouble.empty()),
              since(begun)));
      return made;
    } catch (RuntimeException | Error failed) {
      String reason = failed instanceof LetheException known
          ? known.kind().name()
          : failed.getClass().getSimpleName();
      events.tell(new EngineEvent.TrainingFailed(model.value(), work, cause, reason, since(begun)));
      throw failed;
    }
  }

  private Duration since(long begun) {
    return Duration.ofNanos(nanoClock.getAsLong() - begun);
  }
}
