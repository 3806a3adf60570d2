package io.lethe.server.logs;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.Failure;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvent;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes what happens in an engine to the log, a line each: trainings, versions, swaps, the states of
 * erasures, and how many interactions came. No line names a person, an item or a principal.
 */
public final class EngineLog {

  private static final Logger LOG = LoggerFactory.getLogger(EngineLog.class);

  private final Engine engine;
  private final AppendTally appends;

  /** Writes nothing before {@link #start}. */
  public EngineLog(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.appends = new AppendTally(clock, EngineLog::came);
  }

  /** Listens from now on. Once, before the engine starts. */
  public void start() {
    engine.events().listen(this::happened);
    engine.erasures().onState(EngineLog::reached);
  }

  /** Writes what is counted and not written yet. */
  public void end() {
    appends.end();
  }

  private void happened(EngineEvent event) {
    switch (event) {
      case EngineEvent.TrainingBegun begun ->
        training(LOG.atInfo(), begun.model(), begun.work(), begun.cause()).log("training begun");
      case EngineEvent.TrainingDone done -> done(done);
      case EngineEvent.TrainingFailed failed ->
        training(LOG.atWarn(), failed.model(), failed.work(), failed.cause())
            .addKeyValue("reason", failed.reason())
            .addKeyValue("seconds", seconds(failed.took()))
            .log("training failed");
      case EngineEvent.VersionMade made ->
        of(made.model(), made.version()).addKeyValue("origin", made.origin())
            .addKeyValue("parent", made.parent())
            .addKeyValue("family", made.family())
            .log("version made");
      case EngineEvent.Swapped swapped ->
        of(swapped.model(), swapped.to()).addKeyValue("from", swapped.from())
            .log(swapped.from() == 0 ? "version answers" : "version swapped");
      case EngineEvent.VersionRetired(String model, long version) ->
        of(model, version).log("version retired");
      case EngineEvent.Appended(String model, int rows) -> appends.add(model, rows);
    }
  }

  private static LoggingEventBuilder of(String model, long version) {
    return LOG.atInfo().addKeyValue("model", model).addKeyValue("version", version);
  }

  private static LoggingEventBuilder training(
      LoggingEventBuilder line, String model, String work, String cause) {
    LoggingEventBuilder begun = line.addKeyValue("model", model).addKeyValue("cause", cause);
    return work.isEmpty() ? begun : begun.addKeyValue("operation", work);
  }

  private static void done(EngineEvent.TrainingDone done) {
    LoggingEventBuilder line = training(LOG.atInfo(), done.model(), done.work(), done.cause())
        .addKeyValue("seconds", seconds(done.took()));
    if (done.version() == 0) {
      line.log("training overtaken");
      return;
    }
    line = line.addKeyValue("version", done.version()).addKeyValue("family", done.family());
    if (done.ndcg().isPresent()) {
      line = line.addKeyValue("ndcg", Math.round(done.ndcg().getAsDouble() * 1e4) / 1e4);
    }
    line.log("training done");
  }

  private static void reached(Erasure erasure) {
    Level level = switch (erasure.state()) {
      case SOLVING, VERIFYING, PUBLISHING -> Level.DEBUG;
      case HELD, RECEIVED, RETRAINING, LIVE, COMPLETED, CANCELLED -> Level.INFO;
      case FAILED -> Level.ERROR;
    };
    LoggingEventBuilder line = LOG.atLevel(level)
        .addKeyValue("model", erasure.facts().model().value())
        .addKeyValue("erasure", erasure.id())
        .addKeyValue("request", erasure.facts().requestId())
        .addKeyValue("state", erasure.state());
    Failure failure = erasure.progress().failure();
    if (failure != null) {
      line = line.addKeyValue("reason", failure.kind());
    }
    ErasureOutcome outcome = erasure.progress().outcome();
    VersionId unlearned = outcome == null ? null : outcome.unlearned();
    if (outcome != null && unlearned != null) {
      line = line.addKeyValue("version", unlearned.number())
          .addKeyValue("method", outcome.method());
    }
    if (!erasure.state().terminal()) {
      line = line.addKeyValue("due", erasure.facts().expires());
    }
    line.log("erasure");
  }

  private static void came(AppendTally.Came came) {
    LOG.atInfo()
        .addKeyValue("model", came.model())
        .addKeyValue("rows", came.rows())
        .addKeyValue("calls", came.calls())
        .log("interactions came");
  }

  private static double seconds(Duration took) {
    return took.toMillis() / 1e3;
  }
}
